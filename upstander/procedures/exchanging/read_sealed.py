"""The holder of a link reads the one referral that it opens. Every look is on record, and what we said has then arrived."""

from datetime import datetime

from upstander.kernel.actor import system
from upstander.records.access.asking import asking
from upstander.records.audit import recording
from upstander.records.disclosures.exchange import Crossing
from upstander.records.disclosures.sealed import Held, NoSuchLink, held_link, held_of, holder_of, locked_exchange


def read_sealed(key: str, *, at: datetime) -> Held:
    """Raises: NoSuchLink."""
    link = held_link(key, at)
    if link is None:
        raise NoSuchLink
    with asking(system(link.organisation_id)):
        exchange = locked_exchange(link)
        held = held_of(link, exchange)
        Crossing.objects.filter(exchange=exchange, outgoing=True, delivered_at=None).update(delivered_at=at)
        recording.record(holder_of(link), "read", "exchange", exchange.pk, at=at, link=str(link.pk))
    return held
