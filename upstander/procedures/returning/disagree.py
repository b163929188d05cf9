"""A family does not agree with a letter: the next stage of the school's complaints procedure begins."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor, system
from upstander.kernel.clock import in_london
from upstander.kernel.school_days import closing
from upstander.records.access.asking import asking
from upstander.records.access.requiring import report_of
from upstander.records.audit import recording
from upstander.records.disclosures.models import Complaint, Disclosure, DisclosureKind
from upstander.records.organisations.complaining import Stage, stage_after

MOST = 10_000


class NoSuchLetter(Exception):
    """There is no such letter for you."""


class CannotDisagree(Exception):
    """The school is answering already, or there is no further stage at the school; the sentence says which."""


class TooLong(Exception):
    """That is longer than 10,000 characters. Please say the rest when the school answers."""


def disagree(actor: Actor, letter_id: UUID, words: str, *, at: datetime) -> Complaint:
    """Nobody has to give reasons. Done twice, the first stays.

    Raises: NotPermitted; NoSuchLetter, also for a letter that was sent to somebody else; CannotDisagree; TooLong.
    """
    report_id, organisation_id = report_of(actor)
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
        complaint = Complaint.objects.create(
            organisation_id=organisation_id,
            case_id=letter.case_id,
            family_id=letter.family_id,
            report_id=report_id,
            letter=letter,
            words=words,
            stage=stage.number,
            stage_name=stage.name,
            to_whom=stage.to_whom,
            days=stage.days,
            made_at=at,
            answer_by=answer_by(letter, stage, at),
        )
        recording.record(actor, "did not agree with a letter", "disclosure", letter.pk, at=at, stage=stage.number)
    return complaint


def next_stage(letter: Disclosure) -> Stage | None:
    """Which stage begins when the family does not agree with this letter; nothing while one is going on, or after the last."""
    if Complaint.objects.open().filter(family_id=letter.family_id).exists():
        return None
    before = 0
    if letter.kind == DisclosureKind.COMPLAINT_STAGE:
        before = Complaint.objects.filter(answer=letter).values_list("stage", flat=True).first() or 0
    return stage_after(letter.organisation, before)


def answer_by(letter: Disclosure, stage: Stage, at: datetime) -> datetime:
    return closing(letter.organisation.calendar().after(in_london(at).date(), stage.days))
