"""Open a closed case again, on record."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.records.access.models import Role
from upstander.records.cases.models import Case, CaseState
from upstander.records.cases.sharing import LEADS, could_lead
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
    case.lead_id = _lead(case)
    case.save(update_fields=["state", "closed_at", "closed_by", "closing_words", "lead"])


def _lead(case: Case) -> UUID:
    """Whoever led it; where they have left since, or must not see it any more, the safeguarding lead or whoever stands in."""
    could = could_lead(case)
    if not could or case.lead_id in {member.pk for member in could}:
        return case.lead_id
    return min(could, key=lambda member: LEADS.index(Role(member.role))).pk
