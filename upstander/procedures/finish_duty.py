"""Say that a duty is done, for the duties that no record shows by itself."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.assessments.models import Duty
from upstander.records.audit import recording

# Nobody ticks these: something on record does them
DONE_BY_THE_RECORD = {
    "inform_dsl": "This is done when a safeguarding lead takes the report.",
    "investigate": "This is done when the finding is recorded.",
    "tell_target_family_outcome": "This is done when the letter is sent.",
    "tell_other_family": "This is done when the letter is sent.",
    "ask_online_element": "This is done when the question is answered.",
    "ask_face_to_face_element": "This is done when the question is answered.",
}


class NotFinished(Problem):
    """It is not open, or not done by saying so."""


def finish_duty(*, actor: Actor, duty_id: UUID, note: str, at: datetime) -> Duty:
    """Raises: NotPermitted; NotFinished."""
    duty = permitted(actor, May.DO_DUTY, Duty.objects.select_for_update(of=("self",)).select_related("assessment"), duty_id)
    if duty.duty in DONE_BY_THE_RECORD:
        raise NotFinished(DONE_BY_THE_RECORD[duty.duty])
    if duty.done_at or duty.withdrawn_at:
        raise NotFinished("This is not open any more.")
    duty.done_at, duty.done_by, duty.done_note = at, actor.name, typed(note)[:2000]
    duty.save(update_fields=["done_at", "done_by", "done_note"])
    recording.record(actor, "duty_done", "assessment", duty.assessment_id, at=at, duty=duty.duty)
    return duty
