"""Ask once more for a file to be read, whose reading came to no end: its worker was killed too often."""

from datetime import datetime, timedelta
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.records.access.matrix import May
from upstander.records.access.requiring import NotPermitted, permitted
from upstander.records.audit import recording
from upstander.records.outbox.queue import enqueue
from upstander.records.policies.reading import Reading

TOO_LONG = timedelta(minutes=15)


def read_again(*, actor: Actor, reading_id: UUID, at: datetime) -> Reading:
    """Should both readings come to an end after all, the second changes nothing.

    Raises: NotPermitted, also for one that was read, or that may well be read still.
    """
    reading: Reading = permitted(actor, May.DECIDE_READING, Reading.objects, reading_id)
    if not takes_too_long(reading, at):
        raise NotPermitted("this file was read, or is being read")
    enqueue("read_policy", one_at_a_time=True, organisation_id=str(reading.organisation_id), reading_id=str(reading.pk))
    recording.record(actor, "policy_read_again", "policy_reading", reading.pk, at=at)
    return reading


def takes_too_long(reading: Reading, at: datetime) -> bool:
    return reading.is_waiting and at - reading.brought_at > TOO_LONG
