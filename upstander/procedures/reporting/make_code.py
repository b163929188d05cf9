"""Make a code for whoever made a report that staff took down without one, so that they can read here from now on."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.references import receipt_code
from upstander.records.access.doors import make_code_key
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.calling import call
from upstander.records.intake.coming_back import can_come_back
from upstander.records.intake.models import Report


class NoCodeMade(Problem):
    """Somebody holds a code already."""


@dataclass(frozen=True, slots=True)
class Made:
    """The code is kept by nobody but whoever it is given to."""

    report: Report
    code: str


def make_code(*, actor: Actor, report_id: UUID, at: datetime) -> Made:
    """Raises: NotPermitted; NoCodeMade."""
    rows = Report.objects.select_for_update(of=("self",)).select_related("organisation")
    report = permitted(actor, May.TAKE_DOWN_REPORT, rows, report_id)
    if can_come_back(report):
        raise NoCodeMade("There is a code to this report already. It cannot be shown again.")
    code = receipt_code()
    make_code_key(code, report_id=report.pk, organisation_id=report.organisation_id, at=at)
    call(report, key=f"receipt:{report.pk}", at=at)
    recording.record(actor, "code_made", "report", report.pk, at=at)
    return Made(report, code)
