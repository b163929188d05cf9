"""Let somebody else lead a case."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import May
from upstander.records.access.models import Membership
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.models import Case
from upstander.records.cases.sharing import could_lead


class NotALead(Problem):
    """Nobody was chosen, or somebody who cannot decide in this case."""


def assign_lead(*, actor: Actor, case_id: UUID, member_id: UUID | None, at: datetime) -> Membership:
    """Raises: NotPermitted; CaseIsClosed; NotALead."""
    case = permitted(actor, May.SHARE_CASE, Case.objects.select_for_update(of=("self",)), case_id).still_open()
    lead = next((member for member in could_lead(case) if member.pk == member_id), None)
    if lead is None:
        raise NotALead("Choose a safeguarding lead, a deputy or the head who has no conflict of interest here.", field="lead")
    before, case.lead = case.lead_id, lead
    case.save(update_fields=["lead"])
    recording.record(actor, "lead_assigned", "case", case.pk, at=at, before=str(before), after=str(lead.pk))
    return lead
