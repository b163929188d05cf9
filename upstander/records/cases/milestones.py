"""Let those who made the reports of a case know how far it is."""

from datetime import datetime

from upstander.records.cases.models import Case, CaseReport
from upstander.records.intake.models import Milestone, Stage


def reach(case: Case, stage: Stage, at: datetime) -> None:
    """Put a stage on record for each report in the case that has not reached it yet."""
    reports = CaseReport.objects.filter(case=case).values_list("report_id", flat=True)
    Milestone.objects.bulk_create(
        (Milestone(organisation_id=case.organisation_id, report_id=report, stage=stage, at=at) for report in reports),
        ignore_conflicts=True,
    )
