"""Take a duty: from now on it is one person's to do."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.assessments.models import Duty
from upstander.records.audit import recording


class NotToTake(Problem):
    """It is done or withdrawn already, or another organisation's."""


def take_duty(*, actor: Actor, duty_id: UUID, at: datetime) -> Duty:
    """A duty that somebody else has can be taken over: the audit shows from whom.

    Raises: NotPermitted; NotToTake.
    """
    rows = Duty.objects.select_for_update(of=("self",)).select_related("assessment")
    duty = permitted(actor, May.DO_DUTY, rows, duty_id)
    if duty.actor != "school" or duty.done_at or duty.withdrawn_at:
        raise NotToTake("This is done, withdrawn, or for somebody else to do.")
    before, duty.owner_id = duty.owner_id, actor.member
    duty.save(update_fields=["owner"])
    recording.record(actor, "duty_taken", "case", duty.assessment.subject_id, at=at, duty=duty.duty, before=str(before or ""))
    return duty
