"""A duty as pages read it: a row of assessments_duty with its owner's name, without the cost of a model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Coalesce

from upstander.records.assessments.models import Assessment, Duty

REACH_FAMILY = "reach_family"  # raised by what happened, not by a verdict

COLUMNS = (
    "id", "duty", "due_at", "raised_at", "owner_id", "owner_name", "done_at", "done_by", "done_note", "withdrawn_at",
    "withdrawn_because",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Doable:
    """`owner` is a name, and empty where nobody has taken it."""

    id: UUID
    duty: str
    due_at: datetime
    raised_at: datetime
    owner_id: UUID | None
    owner: str
    done_at: datetime | None
    done_by: str
    done_note: str
    withdrawn_at: datetime | None
    withdrawn_because: str

    @property
    def ended_at(self) -> datetime | None:
        return self.done_at or self.withdrawn_at


def duties_of(assessment: Assessment) -> list[Doable]:
    """Those of the school, soonest first. `assessment` must belong to what came through `visible_to`."""
    rows = Duty.objects.filter(assessment=assessment, actor="school").soonest_first()
    named = rows.annotate(owner_name=Coalesce("owner__display_name", Value("")))
    return [Doable(*row) for row in named.values_list(*COLUMNS)]
