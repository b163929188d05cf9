"""Say what came of it, where somebody said that it may have started again."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import LONGEST, typed
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.investigations.checks import Recurrence


class NotSettled(Problem):
    """What came of it is missing, or somebody has said it already."""


def settle_recurrence(*, actor: Actor, recurrence_id: UUID, because: str, at: datetime) -> Recurrence:
    """It leaves the list; that it was on it, and what came of it, stays on record.

    Raises: NotPermitted; NotSettled.
    """
    rows = Recurrence.objects.select_for_update(of=("self",)).select_related("case")
    recurrence = permitted(actor, May.RECORD_FINDING, rows, recurrence_id)
    if recurrence.ended_at:
        raise NotSettled("Somebody has said already what came of it.")
    recurrence.ended_because = _checked(because)
    recurrence.ended_at, recurrence.ended_by_id = at, actor.member
    recurrence.save(update_fields=["ended_at", "ended_by", "ended_because"])
    recording.record(actor, "recurrence_settled", "case", recurrence.case_id, at=at, recurrence=str(recurrence.pk))
    return recurrence


def _checked(because: str) -> str:
    written = typed(because)
    if not written:
        raise NotSettled("Write what you did about it, and what came of it.", field="because")
    if len(written) > LONGEST:
        raise NotSettled(f"Use at most {LONGEST:,} characters.", field="because")
    return written
