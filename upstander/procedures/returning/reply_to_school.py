"""The person who reported writes to the school, or answers what it asked."""

from datetime import datetime

from upstander.kernel.actor import Actor, system
from upstander.records.access.asking import asking
from upstander.records.access.requiring import report_of
from upstander.records.audit import recording
from upstander.records.disclosures.arrivals import ArrivalKind, came_of_report
from upstander.records.disclosures.models import Message

MOST = 10_000


class NothingSaid(Exception):
    """Write something before you send it."""


class TooLong(Exception):
    """That is longer than 10,000 characters. Please send it in two parts."""


def reply_to_school(actor: Actor, words: str, *, at: datetime) -> None:
    """Raises: NotPermitted, NothingSaid, TooLong."""
    report_id, organisation_id = report_of(actor)
    if not words.strip():
        raise NothingSaid(NothingSaid.__doc__)
    if len(words) > MOST:
        raise TooLong(TooLong.__doc__)
    with asking(system(organisation_id)):
        message = Message.objects.create(
            organisation_id=organisation_id,
            report_id=report_id,
            to_family=False,
            words=words,
            said_by=actor.name,
            at=at,
        )
        came_of_report(ArrivalKind.MESSAGE, message.pk, report_id=report_id, organisation_id=organisation_id, at=at)
        recording.record(actor, "wrote to the school", "report", report_id, at=at)
