"""Read what a family wrote back."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.disclosures import arrivals
from upstander.records.disclosures.arrivals import Arrival, ArrivalKind
from upstander.records.disclosures.models import Message
from upstander.records.intake.models import Report


def read_replies(*, actor: Actor, report_id: UUID, at: datetime) -> int:
    """Mark what the person who made this report has written as read. Returns how much of it was new.

    Raises: NotPermitted.
    """
    report = permitted(actor, May.READ_REPORT, Report.objects, report_id)
    new = Message.objects.visible_to(actor).filter(report=report, to_family=False, read_at=None).update(read_at=at)
    if new:
        arrivals.read(Arrival.objects.filter(subject_id=report.pk, kind=ArrivalKind.MESSAGE), actor=actor, at=at)
        recording.record(actor, "reply_read", "report", report.pk, at=at, messages=new)
    return new
