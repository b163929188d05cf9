"""Read what goes to and fro with another school. Whoever sent a referral learns that it was opened, and nothing of by whom."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor, system
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.disclosures import arrivals
from upstander.records.disclosures.arrivals import Arrival
from upstander.records.disclosures.crossing import send
from upstander.records.disclosures.exchange import Crossing, CrossingKind, Exchange


def read_exchange(*, actor: Actor, exchange_id: UUID, at: datetime) -> Exchange:
    """Every look is on record. What had come in is read with it.

    Raises: NotPermitted.
    """
    rows = Exchange.objects.select_related("case", "report__in_case__case", "pupil", "other", "organisation")
    exchange = permitted(actor, May.READ_EXCHANGE, rows, exchange_id)
    if not exchange.began_here and exchange.opened_at is None and exchange.withdrawn_at is None:
        _say_opened(exchange, at)
    crossed = Crossing.objects.filter(exchange=exchange, outgoing=False).values("pk")
    arrivals.read(Arrival.objects.filter(pk__in=crossed), actor=actor, at=at)
    recording.record(actor, "read", "exchange", exchange.pk, at=at)
    return exchange


def _say_opened(exchange: Exchange, at: datetime) -> None:
    locked = Exchange.objects.select_for_update(of=("self",)).get(pk=exchange.pk)
    if locked.opened_at is None:
        send(locked, CrossingKind.OPENED, by=system(locked.organisation_id), at=at)
        exchange.opened_at = at
