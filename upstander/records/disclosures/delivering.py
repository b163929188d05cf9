"""What it means that a family has been told, and what it means that a letter is taken back."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.records.assessments.assessing import assess, fulfil, known_facts, put_on_record
from upstander.records.assessments.due import due_at
from upstander.records.assessments.models import Answer, Duty, FactSource
from upstander.records.cases.models import Case, Family, Involvement, Part
from upstander.records.disclosures.disagreeing import answered, ask_for_an_answer
from upstander.records.disclosures.models import Complaint, Disclosure, DisclosureKind, Step
from upstander.records.disclosures.sealing import seal_of
from upstander.records.intake.models import Milestone, Stage

TELL = {Part.TARGETED: "tell_target_family_outcome", Part.DISPLAYING: "tell_other_family"}
CONCERNED = (Part.TARGETED, Part.DISPLAYING, Part.TOOK_PART)
TAKEN_BACK = "The letter was taken back."
AFTER_ALL = "The family is told after all."
LOOKED_AT_AGAIN = "What was found was looked at again, so the family is told anew."
AGAIN = "It may have started again, so the family is told anew what comes of it."


def deliver(letter: Disclosure, *, verb: str, by: Actor, told_at: datetime, at: datetime) -> None:
    """Seal the letter and, where it tells the outcome, put on record everywhere that its family has been told.

    The duty to tell is done only when no family of that kind waits any more: a case may have two targeted children.
    """
    family = letter.family
    letter.sent_at, letter.seal = told_at, seal_of(letter)
    letter.save(update_fields=["sent_at", "seal"])
    step(letter, verb, by=by, at=told_at)
    if not letter.tells_the_outcome:
        settle_complaint(letter, by=by, at=at)
        return
    family.told_at = told_at
    family.save(update_fields=["told_at"])
    if family.report_id:
        told = Milestone(organisation_id=letter.organisation_id, report_id=family.report_id, stage=Stage.TOLD, at=told_at)
        Milestone.objects.bulk_create([told], ignore_conflicts=True)
    _settle(letter, by, at)


def settle_complaint(letter: Disclosure, *, by: Actor, at: datetime) -> None:
    """A complaint is answered by the letter that was sent about it."""
    if letter.kind != DisclosureKind.COMPLAINT_STAGE:
        return
    complaint = Complaint.objects.open().filter(family_id=letter.family_id).first()
    if complaint is not None:
        Complaint.objects.filter(pk=complaint.pk).update(answered_at=letter.sent_at, answer=letter)
        answered(complaint, by=by, at=at)


def reopen_complaint(letter: Disclosure, *, at: datetime) -> None:
    """The answer was taken back: the complaint waits again, unless the family has asked for the next stage meanwhile."""
    if Complaint.objects.open().filter(family_id=letter.family_id).exists():
        return
    complaint = Complaint.objects.filter(answer=letter).select_related("case", "letter__organisation").first()
    if complaint is not None:
        Complaint.objects.filter(pk=complaint.pk).update(answered_at=None, answer=None)
        ask_for_an_answer(complaint, at=at)


def take_back(letter: Disclosure, *, by: Actor, at: datetime) -> None:
    """The family waits again, and somebody has to tell them."""
    family, part = letter.family, Part(letter.payload["projection"]["part"])
    family.told_at = None
    family.save(update_fields=["told_at"])
    _withdraw_done(family.case, part, TAKEN_BACK, at)
    if part == Part.TARGETED:
        _say_told(family.case, Answer.NO, by, at, source_id=letter.pk)
    _raise_again(family.case, TELL[part], at)


def settle_not_telling(family: Family, *, by: Actor, at: datetime) -> None:
    """A lawful reason not to tell ends the duty to tell, once no other family of that kind waits; the duty keeps the reason."""
    for part in _parts(family):
        if not _waiting(family.case, part):
            fulfil(family.case.assessment, {TELL[part]}, by=by, at=at, note="Not told, for the reason on record.")


def take_back_not_telling(family: Family, *, by: Actor, at: datetime) -> None:
    """The family waits again, and somebody has to tell them, whether or not another family of that kind was told already."""
    for part in _parts(family):
        _withdraw_done(family.case, part, AFTER_ALL, at)
        if part == Part.TARGETED and known_facts(family.case.assessment).get("family_told_outcome") == Answer.YES:
            _say_told(family.case, Answer.NO, by, at, source_id=family.pk)
        _raise_again(family.case, TELL[part], at)


def tell_again(family: Family, *, because: str, by: Actor, at: datetime) -> None:
    """A family that was told waits to hear again, because something is different now. Its letter stays with it."""
    family.told_at, family.waiting_since = None, at
    family.save(update_fields=["told_at", "waiting_since"])
    for part in _parts(family):
        _withdraw_done(family.case, part, because, at)
        if part == Part.TARGETED:
            _say_told(family.case, Answer.NO, by, at, source_id=family.pk)
        _raise_again(family.case, TELL[part], at)


def _parts(family: Family) -> set[Part]:
    """As which of the two kinds of family they are told."""
    parts = Involvement.objects.current().filter(case_id=family.case_id, person_id=family.child_id).values_list("part", flat=True)
    return {Part.TARGETED if part == Part.TARGETED else Part.DISPLAYING for part in parts if part in CONCERNED}


def _withdraw_done(case: Case, part: Part, because: str, at: datetime) -> None:
    done = Duty.objects.filter(assessment=case.assessment, duty=TELL[part], done_at__isnull=False, withdrawn_at=None)
    done.update(withdrawn_at=at, withdrawn_because=because)


def step(letter: Disclosure, verb: str, *, by: Actor, at: datetime, told_by: str = "") -> None:
    """`told_by` is who said it, where staff write it down for them."""
    who = f"{told_by}, to {by.name}"[:200] if told_by else by.name
    Step.objects.create(organisation_id=letter.organisation_id, disclosure=letter, verb=verb, at=at, by=who)


def _settle(letter: Disclosure, by: Actor, at: datetime) -> None:
    part = Part(letter.payload["projection"]["part"])
    done = {"explain_policy_sanctions"} if part == Part.TARGETED and letter.payload["projection"]["policy"] else set()
    if not _waiting(letter.family.case, part):
        fulfil(letter.family.case.assessment, done | {TELL[part]}, by=by, at=at)
        if part == Part.TARGETED:
            _say_told(letter.family.case, Answer.YES, by, at, source_id=letter.pk)


def _say_told(case: Case, answer: Answer, by: Actor, at: datetime, *, source_id: UUID) -> None:
    said = {"family_told_outcome": answer}
    put_on_record(case.assessment, said, source=FactSource.RECORD, by=by, at=at, source_id=source_id)
    assess(case.assessment, at=at)


def _waiting(case: Case, part: Part) -> bool:
    rows = Involvement.objects.current()
    rows = rows.targeted() if part == Part.TARGETED else rows.displaying()
    children = rows.filter(case=case).values("person_id")
    return Family.objects.waiting().filter(case=case, child__in=children).exists()


def _raise_again(case: Case, duty: str, at: datetime) -> None:
    assessment = case.assessment
    if Duty.objects.open().filter(assessment=assessment, duty=duty).exists():
        return
    due = due_at("next_school_day", at, assessment.organisation.calendar())
    Duty.objects.create(
        organisation_id=case.organisation_id, assessment=assessment, duty=duty, actor="school", due_at=due, raised_at=at
    )
