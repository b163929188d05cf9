"""Open a closed case again, for a reason."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import LONGEST, typed
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.models import Case, CaseState
from upstander.records.investigations.reopening import reopen


class NotReopened(Problem):
    """It is open, or the reason is missing."""


def reopen_case(*, actor: Actor, case_id: UUID, reason: str, at: datetime) -> Case:
    """How it had been closed stays on record.

    Raises: NotPermitted; NotReopened.
    """
    case = permitted(actor, May.REOPEN_CASE, Case.objects.select_for_update(of=("self",)), case_id)
    if case.state != CaseState.CLOSED:
        raise NotReopened("This case is open.")
    reopen(case, reason=_checked(reason), by=actor, at=at)
    recording.record(actor, "case_reopened", "case", case.pk, at=at)
    return case


def _checked(reason: str) -> str:
    written = typed(reason)
    if not written:
        raise NotReopened("Write why it is opened again.", field="reason")
    if len(written) > LONGEST:
        raise NotReopened(f"Use at most {LONGEST:,} characters.", field="reason")
    return written
