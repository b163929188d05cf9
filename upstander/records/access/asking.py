"""Say to the database who is asking, for one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from upstander.kernel.actor import Actor


@contextmanager
def asking(actor: Actor) -> Iterator[None]:
    """Open a transaction in which the database shows what this actor may see, and nothing else.

    The settings end with the transaction, because a pooled connection would carry them to the next request.
    """
    report = "" if actor.is_staff else str(actor.report_id or "")
    organisation = "" if actor.is_reporter else str(actor.organisation_id or "")
    with presenting(organisation=organisation, report=report, account=str(actor.account_id or "")):
        yield


@contextmanager
def presenting(*, organisation: str = "", report: str = "", account: str = "", key: bytes = b"") -> Iterator[None]:
    """As `asking`, for the moments before there is an actor: an account that signs in, a code or a token shown."""
    values = (organisation, report, account, key.hex())
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _say(values)
        yield
        if nested:  # an error rolls back to the savepoint, and the settings with it
            _say(before)


def go_on_as(actor: Actor) -> None:
    """From here to the end of the transaction that is open, ask as this member of staff: one transaction a page is enough."""
    _say((str(actor.organisation_id or ""), "", str(actor.account_id or ""), ""))


READ_AND_SET = """
WITH before AS MATERIALIZED (SELECT
    coalesce(current_setting('upstander.organisation', true), ''), coalesce(current_setting('upstander.report', true), ''),
    coalesce(current_setting('upstander.account', true), ''), coalesce(current_setting('upstander.key', true), ''))
SELECT before.*,
    set_config('upstander.organisation', %s, true), set_config('upstander.report', %s, true),
    set_config('upstander.account', %s, true), set_config('upstander.key', %s, true)
FROM before
"""


def _say(values: tuple[str, str, str, str]) -> tuple[str, str, str, str]:
    """Set all four settings until the transaction ends, and return what they were."""
    with connection.cursor() as cursor:
        cursor.execute(READ_AND_SET, values)
        organisation, report, account, key = cursor.fetchone()[:4]
    return organisation, report, account, key
