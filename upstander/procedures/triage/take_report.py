"""Take a report: from now on one named person answers for it."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.assessments.taking import take
from upstander.records.audit import recording
from upstander.records.intake.models import Report


class AlreadyTaken(Problem):
    """Somebody was quicker."""


def take_report(*, actor: Actor, report_id: UUID, at: datetime) -> Report:
    """Raises: NotPermitted; AlreadyTaken, with the name of whoever has it."""
    report = permitted(actor, May.TAKE_REPORT, Report.objects.select_related("assessment", "taken_by"), report_id)
    if not take(report, actor, at):
        report.refresh_from_db()
        who = "You have" if report.taken_by_id == actor.membership_id else f"{report.taken_by} has"
        raise AlreadyTaken(f"{who} taken this report already.")
    recording.record(actor, "taken", "report", report.pk, at=at)
    return report
