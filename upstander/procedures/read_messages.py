"""The person who reported reads what the school wrote to them."""

from datetime import datetime

from upstander.kernel.actor import Actor, system
from upstander.records.access.asking import asking
from upstander.records.disclosures.models import Message


def read_messages(actor: Actor, *, at: datetime) -> None:
    """Let the school see that its words were read."""
    assert actor.organisation_id is not None
    with asking(system(actor.organisation_id)):
        Message.objects.filter(report_id=actor.report_id, to_family=True, read_at=None).update(read_at=at)
