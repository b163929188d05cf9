"""A message to a family did not arrive: somebody has to reach them another way."""

from datetime import datetime
from uuid import UUID

from upstander.records.access.models import Membership
from upstander.records.assessments.due import due_at
from upstander.records.assessments.duties import REACH_FAMILY
from upstander.records.assessments.models import Assessment, Duty
from upstander.records.cases.models import Case
from upstander.records.intake.models import Report
from upstander.records.outbox.models import Message

LIMIT = "next_school_day"


def not_reached(message: Message, *, at: datetime) -> tuple[str, UUID] | None:
    """Raise the duty, for whoever leads the case, or has taken the report that is in no case. A message to staff raises none.

    Where one stands already, for another message about this report, that one is enough: the families' page shows each message.
    Shapes: gives "case" or "report" and its key, for the audit record.
    """
    report = Report.objects.filter(pk__in=[message.subject_id]).select_related("organisation", "taken_by__account").first()
    if report is None:
        return None
    case = Case.objects.filter(case_reports__report=report).select_related("assessment", "lead__account").first()
    assessment = case.assessment if case else Assessment.objects.get(report=report)
    answers_for = case.lead if case else report.taken_by
    _raise(assessment, report.pk, answers_for, due_at(LIMIT, at, report.organisation.calendar()), at)
    return ("case", case.pk) if case else ("report", report.pk)


def _raise(assessment: Assessment, report_id: UUID, owner: Membership | None, due: datetime, at: datetime) -> None:
    duty = Duty(
        organisation_id=assessment.organisation_id,
        assessment=assessment,
        duty=REACH_FAMILY,
        about_id=report_id,
        actor="school",
        due_at=due,
        time_limit=LIMIT,
        counts_from=at,
        raised_at=at,
        owner=owner if owner and _may_see(owner, assessment) else None,
    )
    Duty.objects.bulk_create([duty], ignore_conflicts=True)


def _may_see(owner: Membership, assessment: Assessment) -> bool:
    """Whoever has left, or is walled off since, is given nothing to do here."""
    return owner.until is None and Assessment.objects.visible_to(owner.actor()).filter(pk=assessment.pk).exists()


def carry_over(report: Assessment, case: Assessment) -> None:
    """A report that joins a case takes with it that its family has still to be reached."""
    Duty.objects.open().filter(assessment=report, duty=REACH_FAMILY).update(assessment=case)
