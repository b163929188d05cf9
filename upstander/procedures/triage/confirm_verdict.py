"""Confirm a verdict: a named person says that this is what happens."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.assessments.assessing import fulfil
from upstander.records.assessments.models import Decision, Verdict
from upstander.records.audit import recording


class VerdictHasChanged(Problem):
    """What is known has changed since the page was shown."""


def confirm_verdict(*, actor: Actor, verdict_id: UUID, at: datetime) -> Decision:
    """Raises: NotPermitted; VerdictHasChanged."""
    verdict = permitted(actor, May.DECIDE_ROUTE, Verdict.objects.select_for_update(of=("self",)), verdict_id)
    if verdict.superseded_at is not None:
        raise VerdictHasChanged("What is known has changed since you opened this page. Look at the verdict as it is now.")
    decision = Decision.objects.filter(verdict=verdict, set_aside="").first()
    if decision is not None:
        return decision  # pressed twice
    decision = Decision.objects.create(
        organisation_id=verdict.organisation_id,
        assessment_id=verdict.assessment_id,
        verdict=verdict,
        membership_id=actor.member,
        at=at,
    )
    fulfil(verdict.assessment, {"record_decision_and_reasons"}, by=actor, at=at)
    recording.record(actor, "verdict_confirmed", "assessment", verdict.assessment_id, at=at, verdict=str(verdict.pk))
    return decision
