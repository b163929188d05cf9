"""A family does not agree: the next stage of the school's procedure begins, and somebody at the school has to see to it."""

from dataclasses import dataclass
from datetime import datetime

from upstander.kernel.actor import Actor
from upstander.kernel.clock import in_london
from upstander.kernel.school_days import closing
from upstander.records.access.models import Membership, Role
from upstander.records.assessments.models import Duty
from upstander.records.cases.models import Case
from upstander.records.cases.sharing import could_lead
from upstander.records.disclosures.models import Complaint, Disclosure, DisclosureKind
from upstander.records.organisations.complaining import Stage, stage_after, who_sees_to
from upstander.records.organisations.models import SeesTo
from upstander.records.outbox.telling import something_to_do

ANSWER = "answer_complaint"
ROLES = {SeesTo.DSL: (Role.DSL, Role.DEPUTY_DSL), SeesTo.HEAD: (Role.HEAD,), SeesTo.LEAD: ()}


@dataclass(frozen=True, slots=True)
class TakenDown:
    """How it reached the school, where the family did not write it here themselves."""

    way: str
    by: Membership
    at: datetime


def begin(letter: Disclosure, stage: Stage, words: str, *, at: datetime, taken_down: TakenDown | None = None) -> Complaint:
    """`at` is when the family said it: from then the days of the stage are counted."""
    complaint = Complaint.objects.create(
        organisation_id=letter.organisation_id,
        case_id=letter.case_id,
        family_id=letter.family_id,
        report_id=letter.report_id,
        letter=letter,
        words=words,
        stage=stage.number,
        stage_name=stage.name,
        to_whom=stage.to_whom,
        reach=stage.reach,
        days=stage.days,
        made_at=at,
        answer_by=answer_by(letter, stage, at),
        way=taken_down.way if taken_down else "",
        taken_by=taken_down.by if taken_down else None,
        taken_at=taken_down.at if taken_down else None,
    )
    ask_for_an_answer(complaint, at=taken_down.at if taken_down else at)
    return complaint


def next_stage(letter: Disclosure) -> Stage | None:
    """Which stage begins when the family does not agree with this letter; nothing while one is going on, or after the last.

    Of the procedure that was in force when it was written: that is the one that the letter speaks of.
    """
    if Complaint.objects.open().filter(family_id=letter.family_id).exists():
        return None
    before = 0
    if letter.kind == DisclosureKind.COMPLAINT_STAGE:
        before = Complaint.objects.filter(answer=letter).values_list("stage", flat=True).first() or 0
    return stage_after(letter.organisation, before, letter.composed_at)


def answer_by(letter: Disclosure, stage: Stage, at: datetime) -> datetime:
    return closing(letter.organisation.calendar().after(in_london(at).date(), stage.days))


def ask_for_an_answer(complaint: Complaint, *, at: datetime) -> None:
    """A duty of whoever looks at that stage. They are told by e-mail that there is something to do, and not what."""
    owner = _who_looks(complaint)
    Duty.objects.create(
        organisation_id=complaint.organisation_id,
        assessment_id=complaint.case.assessment_id,
        duty=ANSWER,
        actor="school",
        due_at=complaint.answer_by,
        raised_at=at,
        owner=owner,
        about_id=complaint.pk,
    )
    if owner is not None:
        key = f"complaint:{complaint.pk}:{at.isoformat()}"
        something_to_do(complaint.organisation_id, key=key, to_address=owner.account.email, at=at)


def answered(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    Duty.objects.open().filter(about_id=complaint.pk).update(done_at=at, done_by=by.name)


def _who_looks(complaint: Complaint) -> Membership | None:
    """By the school's procedure. Somebody whom a conflict keeps from the case looks at no complaint about it."""
    case: Case = complaint.case
    roles = ROLES[who_sees_to(complaint.letter.organisation, complaint.stage, complaint.letter.composed_at)]
    could = could_lead(case)
    fitting = [it for role in roles for it in could if it.role == role]
    found = next(iter([*fitting, *(it for it in could if it.pk == case.lead_id)]), None)
    return Membership.objects.select_related("account").get(pk=found.pk) if found else None
