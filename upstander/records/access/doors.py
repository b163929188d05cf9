"""The doors without an account: a draft's token and a receipt's code. Each shows one digest and gets one actor."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from upstander.kernel.actor import Actor, reporter
from upstander.kernel.references import keyed_digest
from upstander.records.access.asking import presenting
from upstander.records.access.models import Membership, ReceiptKey


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
    """The current membership of an account that has signed in, with its organisation."""
    with presenting(account=str(account_id)):
        return Membership.objects.current().select_related("organisation", "account").filter(account_id=account_id).first()
