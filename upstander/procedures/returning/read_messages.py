"""The person who reported reads what the school wrote to them."""

from datetime import datetime

from upstander.kernel.actor import Actor, system
from upstander.records.access.asking import asking
from upstander.records.access.requiring import report_of
from upstander.records.disclosures.models import Message


def read_messages(actor: Actor, *, at: datetime) -> None:
    """Let the school see that its words were read."""
    report_id, organisation_id = report_of(actor)
    with asking(system(organisation_id)):
        Message.objects.filter(report_id=report_id, to_family=True, read_at=None).update(read_at=at)
