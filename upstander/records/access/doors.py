"""The doors without an account: a draft's token and a receipt's code. Each shows one digest and gets one actor."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from upstander.kernel.actor import Actor, reporter
from upstander.kernel.references import keyed_digest
from upstander.records.access.asking import presenting
from upstander.records.access.models import Account, Membership, ReceiptKey
from upstander.records.organisations.models import Organisation


def key_digest(presented: str) -> bytes:
    """The digest under which a code or a token is known. 32 bytes, keyed with the installation's secret."""
    return keyed_digest(settings.SECRET_KEY.encode(), presented)


def actor_for_code(code: str) -> Actor | None:
    """Who may come in with this receipt code: the reporter of one report, or nobody."""
    digest = key_digest(code)
    with presenting(key=digest):
        key = ReceiptKey.objects.filter(digest=digest).first()
    return reporter(key.report_id, key.organisation_id) if key else None


def make_code_key(code: str, *, report_id: UUID, organisation_id: UUID, at: datetime) -> None:
    """Let a new code open a report. Runs inside the transaction that receives the report."""
    ReceiptKey.objects.create(digest=key_digest(code), report_id=report_id, organisation_id=organisation_id, made_at=at)


def membership_of(account_id: UUID) -> Membership | None:
    """The current membership of an account that has signed in, with its organisation and account."""
    with presenting(account=str(account_id)):
        return read_membership(account_id)


def read_membership(account_id: UUID) -> Membership | None:
    """As `membership_of`, in a transaction that presents the account. Every staff page begins so: it is one plain query."""
    with connection.cursor() as cursor:
        cursor.execute(_membership_query(), [account_id])
        row = cursor.fetchone()
    if row is None:
        return None
    membership, organisation, account = _made(row)
    membership.organisation, membership.account = organisation, account
    return membership


JOINED = (Membership, Organisation, Account)


@cache
def _membership_query() -> str:
    columns = ", ".join(
        f"{table}.{field.column}" for table, model in zip("moa", JOINED, strict=True) for field in model._meta.concrete_fields
    )
    return (  # names of columns, never anything typed
        f"SELECT {columns} FROM access_membership m JOIN organisations_organisation o ON o.id = m.organisation_id "  # noqa: S608
        "JOIN access_account a ON a.id = m.account_id WHERE m.account_id = %s AND m.until IS NULL ORDER BY m.id LIMIT 1"
    )


def _made(row: Sequence[Any]) -> tuple[Membership, Organisation, Account]:
    made, start = [], 0
    for model in JOINED:
        names = [field.attname for field in model._meta.concrete_fields]
        made.append(model.from_db(connection.alias, names, row[start : start + len(names)]))
        start += len(names)
    return tuple(made)  # type: ignore[return-value]
