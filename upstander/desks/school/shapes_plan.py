"""What the plan shows: each step with who does it and by when, and what came of those that are done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from upstander.desks.frame.words import due, full_moment
from upstander.kernel.actor import Actor
from upstander.records.access.models import Membership, Role
from upstander.records.cases.models import Case
from upstander.records.cases.sharing import could_lead
from upstander.records.investigations.enquiries import PlannedStep, StepKind


@dataclass(frozen=True, slots=True)
class StepLine:
    """`ended` says how and when it ended, and is empty while it is open."""

    id: UUID
    kind: str
    words: str
    owner: str
    due: str
    is_overdue: bool
    within_limits: bool
    ended: str
    is_done: bool
    note: str


def steps_of(actor: Actor, case: Case, at: datetime) -> list[StepLine]:
    """Open ones first, soonest first."""
    steps = PlannedStep.objects.visible_to(actor).filter(case=case).select_related("owner", "done_by", "dropped_by")
    return sorted((_line(it, at) for it in steps.soonest_first()), key=lambda line: bool(line.ended))


def _line(it: PlannedStep, at: datetime) -> StepLine:
    return StepLine(
        id=it.pk,
        kind=StepKind(it.kind).label,
        words=it.words,
        owner=it.owner.display_name,
        due=due(it.due_at, at),
        is_overdue=it.due_at < at,
        within_limits=it.within_limits,
        ended=_ended(it),
        is_done=it.done_at is not None,
        note=it.note,
    )


def _ended(it: PlannedStep) -> str:
    if it.done_at and it.done_by:
        return f"Done, {it.done_by.display_name}, {full_moment(it.done_at)}"
    if it.dropped_at and it.dropped_by:
        return f"Dropped, {it.dropped_by.display_name}, {full_moment(it.dropped_at)}"
    return ""


def who_could(actor: Actor, case: Case) -> list[tuple[str, str]]:
    """Those who can open the case: who leads, and those to whom it was given."""
    given = Membership.objects.visible_to(actor).current().filter(role=Role.PASTORAL, grants__subject_id=case.pk)
    staff = [*could_lead(case), *given.exclude(conflicts__subject_id=case.pk).order_by("display_name", "id")]
    return [(str(it.pk), it.display_name) for it in staff]
