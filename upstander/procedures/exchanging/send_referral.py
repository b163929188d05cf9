"""Send a referral that was looked at as the other school will see it."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.disclosures.exchange import Enclosure, Exchange
from upstander.records.disclosures.freezing import NotSent, freeze


def send_referral(*, actor: Actor, exchange_id: UUID, at: datetime) -> Exchange:
    """Raises: NotPermitted; CaseIsClosed; NotSent; NamesOthers."""
    rows = Exchange.objects.select_for_update(of=("self",)).select_related(
        "case__assessment", "organisation", "pupil", "other__school"
    )
    exchange = permitted(actor, May.EXCHANGE, rows, exchange_id)
    if exchange.sent_at is None and (exchange.other is None or not exchange.other.receives_reports):
        raise NotSent("Nobody at this school receives referrals here. Send it by post, or with a link.")
    crossing = freeze(exchange, by=actor, at=at)
    files = Enclosure.objects.filter(crossing=crossing).count()
    recording.record(
        actor, "referral_sent", "case", exchange.case_id, at=at, exchange=str(exchange.pk), to=exchange.other_urn,
        files=files, seal=crossing.seal,
    )  # fmt: skip
    return exchange
