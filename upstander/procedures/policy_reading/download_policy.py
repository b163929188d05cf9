"""Take a copy of a policy's file as it came."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.policies.keeping import content_of
from upstander.records.policies.reading import Reading


def download_policy(*, actor: Actor, reading_id: UUID, at: datetime) -> tuple[Reading, bytes]:
    """Raises: NotPermitted; keeping.NotWhatCame."""
    reading = permitted(actor, May.SEE_READING, Reading.objects, reading_id)
    content = content_of(reading)
    recording.record(actor, "policy_downloaded", "policy_reading", reading.pk, at=at, sha256=reading.sha256)
    return reading, content
