"""Open a case: that somebody looked at a child's file is on record like everything else."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.models import Case


def read_case(*, actor: Actor, case_id: UUID, at: datetime) -> Case:
    """Raises: NotPermitted."""
    rows = Case.objects.select_related("organisation", "assessment__report", "lead", "closed_by")
    case = permitted(actor, May.READ_REPORT, rows, case_id)
    recording.record(actor, "read", "case", case.pk, at=at)
    return case
