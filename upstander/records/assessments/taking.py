"""A report is taken: somebody at the school answers for it from now on."""

from datetime import datetime

from upstander.kernel.actor import Actor
from upstander.records.access.models import Role
from upstander.records.assessments.assessing import fulfil
from upstander.records.intake.models import Report

SAFEGUARDING = frozenset({Role.DSL, Role.DEPUTY_DSL})


def take(report: Report, actor: Actor, at: datetime) -> bool:
    """Claim a report for this person; False when somebody had taken it. A safeguarding lead who takes it has been informed."""
    claimed = Report.objects.filter(pk=report.pk, taken_at=None).update(taken_at=at, taken_by_id=actor.membership_id)
    if not claimed:
        return False
    report.taken_at, report.taken_by_id = at, actor.membership_id
    if actor.role in SAFEGUARDING:
        fulfil(report.assessment, ["inform_dsl"], by=actor, at=at)
    return True
