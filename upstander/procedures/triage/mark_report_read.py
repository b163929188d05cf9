"""Open a report. The first time, whoever made it may know that it was read; every look is on record."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.intake.models import Milestone, Report, Stage


def mark_report_read(*, actor: Actor, report_id: UUID, at: datetime) -> Report:
    """Raises: NotPermitted."""
    rows = Report.objects.select_related("organisation", "taken_by", "assessment", "in_case__case", "taken_down__recorded_by")
    report = permitted(actor, May.READ_REPORT, rows, report_id)
    if report.read_at is None:
        Report.objects.filter(pk=report.pk, read_at=None).update(read_at=at)
        milestone = Milestone(organisation_id=report.organisation_id, report=report, stage=Stage.READ, at=at)
        Milestone.objects.bulk_create([milestone], ignore_conflicts=True)
    recording.record(actor, "read", "report", report.pk, at=at)
    return report
