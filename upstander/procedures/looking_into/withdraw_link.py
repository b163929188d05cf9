"""Take back a link that nobody has used."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.investigations.enquiries import StatementLink


def withdraw_link(*, actor: Actor, link_id: UUID, at: datetime) -> StatementLink:
    """One that is used or withdrawn stays as it is.

    Raises: NotPermitted.
    """
    link = permitted(actor, May.TAKE_STATEMENT, StatementLink.objects.select_for_update(), link_id)
    if link.used_at is None and link.withdrawn_at is None:
        link.withdrawn_at = at
        link.save(update_fields=["withdrawn_at"])
        recording.record(actor, "statement_link_withdrawn", "case", link.case_id, at=at, link=str(link.pk))
    return link
