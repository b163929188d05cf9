"""Read what has come in: one thing of the list, or all of one kind on the page where it is shown."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted, require
from upstander.records.audit import recording
from upstander.records.disclosures import arrivals
from upstander.records.disclosures.arrivals import Arrival, ArrivalKind
from upstander.records.disclosures.models import Message


def read_what_came(*, actor: Actor, arrival_id: UUID, at: datetime) -> Arrival:
    """Every look is on record; who looked first is kept with it.

    Raises: NotPermitted.
    """
    rows = Arrival.objects.select_related("report__in_case__case", "case", "read_by")
    arrival = permitted(actor, May.READ_REPORT, rows, arrival_id)
    if arrivals.read(Arrival.objects.filter(pk=arrival.pk), actor=actor, at=at) and arrival.kind == ArrivalKind.MESSAGE:
        Message.objects.visible_to(actor).filter(pk=arrival.pk, read_at=None).update(read_at=at)
    recording.record(actor, "read", "arrival", arrival.pk, at=at, kind=arrival.kind)
    return arrival


def read_on_its_page(
    *, actor: Actor, subject_id: UUID, kinds: Collection[ArrivalKind], at: datetime, only: UUID | None = None
) -> int:
    """What is shown on a page of a case or of a report has been read, all of these kinds or one thing. Returns how much was new.

    Raises: NotPermitted.
    """
    require(actor, May.READ_REPORT)
    shown = Arrival.objects.filter(subject_id=subject_id, kind__in=kinds)
    new = arrivals.read(shown.filter(pk=only) if only else shown, actor=actor, at=at)
    if new:
        of_report = Arrival.objects.filter(report=subject_id).exists()
        recording.record(actor, "what_came_read", "report" if of_report else "case", subject_id, at=at, things=new)
    return new
