"""Say what came of a step of the plan, or why it is dropped."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import LONGEST, typed
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.investigations.enquiries import PlannedStep


class NotEnded(Problem):
    """It is done or dropped already, or the note is missing."""


def end_step(*, actor: Actor, step_id: UUID, dropped: bool, note: str, at: datetime) -> PlannedStep:
    """Raises: NotPermitted; CaseIsClosed; NotEnded."""
    rows = PlannedStep.objects.select_for_update(of=("self",)).select_related("case")
    step = permitted(actor, May.PLAN, rows, step_id)
    step.case.still_open()
    step.note = _checked(step, note, dropped)
    if dropped:
        step.dropped_at, step.dropped_by_id = at, actor.member
    else:
        step.done_at, step.done_by_id = at, actor.member
    step.save()
    recording.record(actor, "step_dropped" if dropped else "step_done", "case", step.case_id, at=at, step=str(step.pk))
    return step


def _checked(step: PlannedStep, note: str, dropped: bool) -> str:
    if step.done_at or step.dropped_at:
        raise NotEnded("This step is done or dropped. Look at the plan as it is now.")
    written = typed(note)
    if not written:
        raise NotEnded("Write why it is dropped." if dropped else "Write what came of it.", field="note")
    if len(written) > LONGEST:
        raise NotEnded(f"Use at most {LONGEST:,} characters.", field="note")
    return written
