"""A family does not agree with a letter: the next stage of the school's complaints procedure begins."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor, system
from upstander.records.access.asking import asking
from upstander.records.access.requiring import report_of
from upstander.records.audit import recording
from upstander.records.disclosures.arrivals import ArrivalKind, came_of_case
from upstander.records.disclosures.disagreeing import begin, next_stage
from upstander.records.disclosures.models import Complaint, Disclosure

MOST = 10_000


class NoSuchLetter(Exception):
    """There is no such letter for you."""


class CannotDisagree(Exception):
    """The school is answering already, or there is no further stage at the school; the sentence says which."""


class TooLong(Exception):
    """That is longer than 10,000 characters. Please say the rest when the school answers."""


def disagree(actor: Actor, letter_id: UUID, words: str, *, at: datetime) -> Complaint:
    """Nobody has to give reasons. Done twice, the first stays. Whoever looks at that stage has to answer from now on.

    Raises: NotPermitted; NoSuchLetter, also for a letter that was sent to somebody else; CannotDisagree; TooLong.
    """
    _, organisation_id = report_of(actor)
    if len(words) > MOST:
        raise TooLong(TooLong.__doc__)
    with asking(actor):
        is_theirs = Disclosure.objects.visible_to(actor).filter(pk=letter_id).exists()
    if not is_theirs:
        raise NoSuchLetter
    with asking(system(organisation_id)):
        letter = Disclosure.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=letter_id)
        begun = Complaint.objects.filter(letter=letter).first()
        if begun:
            return begun
        stage = next_stage(letter)
        if stage is None:
            raise CannotDisagree("The school is looking at it already, or there is no further step at the school.")
        complaint = begin(letter, stage, words, at=at)
        came_of_case(
            ArrivalKind.COMPLAINT, complaint.pk, case_id=letter.case_id, organisation_id=organisation_id,
            said_by=f"{letter.family.child.name}’s family", at=at,
        )  # fmt: skip
        recording.record(actor, "did not agree with a letter", "disclosure", letter.pk, at=at, stage=stage.number)
    return complaint
