"""Take a duty: one named person does it."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.assessments.models import Duty
from upstander.records.audit import recording


class NotToTake(Problem):
    """It is done, or no longer asked for."""


def take_duty(*, actor: Actor, duty_id: UUID, at: datetime) -> Duty:
    """It may be taken over from a colleague.

    Raises: NotPermitted; NotToTake.
    """
    duty = permitted(actor, May.DO_DUTY, Duty.objects.select_for_update(of=("self",)).select_related("assessment"), duty_id)
    if duty.done_at or duty.withdrawn_at:
        raise NotToTake("This is not open any more.")
    duty.owner_id = actor.membership_id
    duty.save(update_fields=["owner"])
    recording.record(actor, "duty_taken", "assessment", duty.assessment_id, at=at, duty=duty.duty)
    return duty
