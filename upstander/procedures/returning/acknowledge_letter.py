"""A family says that they have read a letter."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor, system
from upstander.records.access.asking import asking
from upstander.records.access.requiring import report_of
from upstander.records.audit import recording
from upstander.records.disclosures.models import Disclosure, Step


class NoSuchLetter(Exception):
    """There is no such letter for you."""


def acknowledge_letter(actor: Actor, letter_id: UUID, *, at: datetime) -> None:
    """Raises: NotPermitted; NoSuchLetter, also for a letter that was sent to somebody else."""
    _, organisation_id = report_of(actor)
    with asking(actor):
        is_theirs = Disclosure.objects.visible_to(actor).filter(pk=letter_id).exists()
    if not is_theirs:
        raise NoSuchLetter
    with asking(system(organisation_id)):
        if Disclosure.objects.filter(pk=letter_id, acknowledged_at=None).update(acknowledged_at=at):
            Step.objects.create(
                organisation_id=organisation_id, disclosure_id=letter_id, verb="acknowledged", at=at, by=actor.name
            )
            recording.record(actor, "acknowledged a letter", "disclosure", letter_id, at=at)
