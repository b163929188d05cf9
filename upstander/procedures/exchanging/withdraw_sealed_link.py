"""Take a sealed link back: it opens nothing any more, and whoever opened it reads nothing any more. The referral stays sent."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.disclosures.elsewhere import SealedLink
from upstander.records.disclosures.exchange import Exchange


def withdraw_sealed_link(*, actor: Actor, exchange_id: UUID, at: datetime) -> int:
    """Done twice it does nothing the second time. Returns how many were taken back.

    Raises: NotPermitted.
    """
    exchange = permitted(actor, May.EXCHANGE, Exchange.objects.select_for_update(of=("self",)), exchange_id)
    taken = SealedLink.objects.standing().filter(exchange=exchange).update(withdrawn_at=at)
    if taken:
        recording.record(actor, "sealed_link_withdrawn", "case", exchange.case_id, at=at, exchange=str(exchange.pk))
    return taken
