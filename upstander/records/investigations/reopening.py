"""Open a closed case again, on record."""

from datetime import datetime

from upstander.kernel.actor import Actor
from upstander.records.cases.models import Case, CaseState
from upstander.records.cases.sharing import lead_for
from upstander.records.investigations.checks import Reopening


def reopen(case: Case, *, reason: str, by: Actor, at: datetime) -> None:
    """How it had been closed is kept with the reason. Somebody who is there leads it. Nothing happens to a case that is open.

    The database refuses to open a closed case of which this row is missing.
    """
    if case.state != CaseState.CLOSED or case.closed_at is None or case.closed_by_id is None:
        return
    Reopening.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        at=at,
        by=by.name,
        membership_id=by.membership_id,
        reason=reason,
        closed_at=case.closed_at,
        closed_by_id=case.closed_by_id,
        closing_words=case.closing_words,
    )
    case.state, case.closed_at, case.closed_by, case.closing_words = CaseState.OPEN, None, None, ""
    case.lead_id = lead_for(case, case.lead_id)
    case.save(update_fields=["state", "closed_at", "closed_by", "closing_words", "lead"])
