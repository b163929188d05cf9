"""Say that a duty is done, and how."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.assessments.models import Duty
from upstander.records.audit import recording

LONGEST_NOTE = 2_000
SHOWN_BY_THE_RECORD = {
    "inform_dsl": "This is done when a safeguarding lead takes the report.",
    "ask_online_element": "This is done when the question is answered.",
    "ask_face_to_face_element": "This is done when the question is answered.",
    "investigate": "This is done when you record what you found.",
    "record_decision_and_reasons": "This is done when you confirm the verdict, or record what you found.",
    "tell_target_family_outcome": "This is done when the family’s letter is sent.",
    "answer_complaint": "This is done when the letter that answers them is sent.",
    "review_not_telling": "This is done when somebody looks at the reason again, where it stands among the families.",
}


class NotFinished(Problem):
    """It is not open, the record itself shows when it is done, or the note is missing."""


def finish_duty(*, actor: Actor, duty_id: UUID, note: str, at: datetime) -> Duty:
    """Raises: NotPermitted; NotFinished."""
    rows = Duty.objects.select_for_update(of=("self",)).select_related("assessment")
    duty = permitted(actor, May.DO_DUTY, rows, duty_id)
    note = typed(note)
    _check(duty, note)
    duty.done_at, duty.done_by, duty.done_note = at, actor.name, note
    duty.save(update_fields=["done_at", "done_by", "done_note"])
    recording.record(actor, "duty_done", "case", duty.assessment.subject_id, at=at, duty=duty.duty)
    return duty


def _check(duty: Duty, note: str) -> None:
    if duty.actor != "school" or duty.done_at or duty.withdrawn_at:
        raise NotFinished("This is done, withdrawn, or for somebody else to do.")
    if duty.duty in SHOWN_BY_THE_RECORD:
        raise NotFinished(SHOWN_BY_THE_RECORD[duty.duty])
    if not note:
        raise NotFinished("Write what was done, in a few words.", field="note")
    if len(note) > LONGEST_NOTE:
        raise NotFinished(f"Use at most {LONGEST_NOTE:,} characters.", field="note")
