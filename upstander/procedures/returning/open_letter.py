"""A family opens a letter that was sent to them."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor, system
from upstander.records.access.asking import asking
from upstander.records.access.requiring import report_of
from upstander.records.audit import recording
from upstander.records.disclosures.models import Disclosure, Step


class NoSuchLetter(Exception):
    """There is no such letter for you."""


def open_letter(actor: Actor, letter_id: UUID, *, at: datetime) -> Disclosure:
    """The letter, and on record that it was opened, the first time.

    Raises: NotPermitted; NoSuchLetter, also for a letter that was sent to somebody else.
    """
    _, organisation_id = report_of(actor)
    with asking(actor):
        letter = Disclosure.objects.visible_to(actor).select_related("organisation").filter(pk=letter_id).first()
    if letter is None:
        raise NoSuchLetter
    if letter.opened_at is None:
        with asking(system(organisation_id)):
            if Disclosure.objects.filter(pk=letter.pk, opened_at=None).update(opened_at=at):
                Step.objects.create(organisation_id=organisation_id, disclosure_id=letter.pk, verb="opened", at=at, by=actor.name)
                recording.record(actor, "opened a letter", "disclosure", letter.pk, at=at)
        letter.opened_at = at
    return letter
