"""Join a report to a case: several reports, one incident. What it says is added to what the case knows."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.assessments.assessing import assess, known_facts
from upstander.records.assessments.models import Answer, Assessment, Duty, Fact, FactSource, Verdict
from upstander.records.audit import recording
from upstander.records.cases.bringing_in import Named, bring_in, check_people
from upstander.records.cases.models import Case, CaseReport
from upstander.records.cases.searching import also_findable
from upstander.records.cases.unreached import carry_over
from upstander.records.intake.known_by import known_by
from upstander.records.intake.models import Report
from upstander.records.intake.saying import all_words


class NotJoined(Problem):
    """The report is part of a case already."""


def join_case(
    *, actor: Actor, report_id: UUID, case_id: UUID, people: Sequence[Named], family_of: int | None, at: datetime
) -> Case:
    """Raises: NotPermitted; CaseIsClosed; NotJoined; NotBroughtIn, with a sentence for each field."""
    cases = Case.objects.select_for_update(of=("self",)).select_related("assessment__organisation")
    case = permitted(actor, May.OPEN_CASE, cases, case_id).still_open()
    reports = Report.objects.select_for_update(of=("self",)).select_related("assessment")
    report = permitted(actor, May.OPEN_CASE, reports, report_id)
    if CaseReport.objects.filter(report=report).exists():
        raise NotJoined("This report is part of a case already.")
    check_people(people, family_of, report)
    bring_in(case, report, people, family_of, actor=actor, at=at)
    _give_facts(report, case, at)
    _end(report.assessment, case, at)
    assess(case.assessment, at=at)
    also_findable(case.pk, all_words(report.answers), known_by(report.answers))
    recording.record(actor, "joined", "case", case.pk, at=at, report=str(report.pk), people=len(people))
    return case


def _give_facts(report: Report, case: Case, at: datetime) -> None:
    """What the report says yes to, and what the case did not know yet.

    Its no never takes back a yes that the case has: both are shown side by side, and a person decides.
    """
    known = known_facts(case.assessment)
    for fact in Fact.objects.filter(assessment=report.assessment).latest_answers():
        is_news = fact.answer == Answer.YES or (fact.answer == Answer.NO and fact.fact not in known)
        if is_news and fact.source != FactSource.RECORD:
            Fact.objects.create(
                organisation_id=case.organisation_id,
                assessment=case.assessment,
                fact=fact.fact,
                answer=fact.answer,
                source=FactSource.REPORT,
                source_id=report.pk,
                said_by=fact.said_by,
                membership_id=fact.membership_id,
                at=at,
            )


def _end(assessment: Assessment, case: Case, at: datetime) -> None:
    """The report's own thread ends; the case's goes on. Its open duties are the case's now."""
    carry_over(assessment, case.assessment)
    because = f"The report is part of case {case.reference}, which has the duties now."
    Duty.objects.open().filter(assessment=assessment).update(withdrawn_at=at, withdrawn_because=because)
    Verdict.objects.filter(assessment=assessment, superseded_at=None).update(superseded_at=at)
    assessment.merged_into, assessment.subject_id = case.assessment, case.pk
    assessment.save(update_fields=["merged_into", "subject_id"])
