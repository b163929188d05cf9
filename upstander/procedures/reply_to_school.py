"""The person who reported writes to the school, or answers what it asked."""

from datetime import datetime

from upstander.kernel.actor import Actor, system
from upstander.records.access.asking import asking
from upstander.records.audit import recording
from upstander.records.disclosures.models import Message

MOST = 10_000


class NothingSaid(Exception):
    """Write something before you send it."""


class TooLong(Exception):
    """That is longer than 10,000 characters. Please send it in two parts."""


def reply_to_school(actor: Actor, words: str, *, at: datetime) -> None:
    """Raises: NothingSaid, TooLong."""
    if not words.strip():
        raise NothingSaid(NothingSaid.__doc__)
    if len(words) > MOST:
        raise TooLong(TooLong.__doc__)
    assert actor.organisation_id is not None
    with asking(system(actor.organisation_id)):
        Message.objects.create(
            organisation_id=actor.organisation_id,
            report_id=actor.report_id,
            to_family=False,
            words=words,
            said_by=actor.name,
            at=at,
        )
        recording.record(actor, "wrote to the school", "report", actor.report_id, at=at)
