"""Answer one question of triage, in place; the verdict is made again and the duties follow it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import May
from upstander.records.access.models import Membership, Role, wall_off
from upstander.records.access.requiring import permitted
from upstander.records.assessments.assessing import assess, fulfil, put_on_record
from upstander.records.assessments.models import Answer, Assessment, Duty, Fact, FactSource, Verdict
from upstander.records.audit import recording
from upstander.records.cases.models import Case, CaseIsClosed, CaseReport, CaseState
from upstander.rules import load_rulebook


class NotAnswered(Problem):
    """The question does not exist, or the record answers it."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The verdict before and after; the same one where the answer changed nothing."""

    before: Verdict | None
    after: Verdict


def answer_fact(*, actor: Actor, assessment_id: UUID, fact: str, answer: str, at: datetime) -> Answered:
    """Raises: NotPermitted; CaseIsClosed; NotAnswered."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("organisation")
    assessment = permitted(actor, May.ANSWER_FACT, rows, assessment_id)
    _check(assessment, fact, answer)
    before = Verdict.objects.filter(assessment=assessment, superseded_at=None).first()
    put_on_record(assessment, {fact: answer}, source=FactSource.PERSON, by=actor, at=at)
    _do_what_is_met_by_knowing(assessment, fact, answer, actor, at)
    if fact == "head_accused" and answer == Answer.YES:
        _wall_off_heads(assessment, at)
    after = assess(assessment, at=at)
    recording.record(
        actor, "fact_answered", "assessment", assessment.pk, at=at,
        organisation_id=assessment.organisation_id, fact=fact, answer=answer, verdict=str(after.pk),
    )  # fmt: skip
    return Answered(before, after)


def _check(assessment: Assessment, fact: str, answer: str) -> None:
    if fact not in load_rulebook(assessment.organisation.rulebook).facts:
        raise NotAnswered("There is no such question.")
    if answer not in Answer.values:
        raise NotAnswered("Choose yes, no or not known.")
    if assessment.merged_into_id:
        raise NotAnswered("This report is part of a case. Answer on the case’s page.")
    if Case.objects.filter(assessment=assessment, state=CaseState.CLOSED).exists():
        raise CaseIsClosed
    if Fact.objects.filter(assessment=assessment, fact=fact, source=FactSource.RECORD).exists():
        raise NotAnswered("The record itself answers this question.")


def _do_what_is_met_by_knowing(assessment: Assessment, fact: str, answer: str, actor: Actor, at: datetime) -> None:
    """Some duties are to find something out: whoever answers has done them, so that they do not read as withdrawn."""
    if answer == Answer.UNKNOWN:
        return
    met = [duty for duty, known in load_rulebook(assessment.organisation.rulebook).until_known.items() if known == fact]
    fulfil(assessment, met, by=actor, at=at)


def _wall_off_heads(assessment: Assessment, at: datetime) -> None:
    """Whoever is complained about neither sees nor handles it, from this moment on."""
    reports = CaseReport.objects.filter(case=assessment.subject_id).values_list("report_id", flat=True)
    subjects = {assessment.subject_id, assessment.report_id, *reports}
    for head in Membership.objects.current().filter(organisation=assessment.organisation_id, role=Role.HEAD):
        for subject in subjects:
            wall_off(head, subject, "The complaint is about the headteacher.", at)
        Duty.objects.open().filter(assessment=assessment, owner=head).update(owner=None)
