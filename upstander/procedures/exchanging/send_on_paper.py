"""Send a referral by post to a school that nobody has here: frozen as any other, and made into a PDF to print."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.disclosures.elsewhere import NotElsewhere, Paper, check_elsewhere, put_on_paper
from upstander.records.disclosures.exchange import Exchange
from upstander.records.disclosures.freezing import freeze_for_elsewhere


def send_on_paper(*, actor: Actor, exchange_id: UUID, at: datetime) -> Paper:
    """Raises: NotPermitted; CaseIsClosed; NotElsewhere; NamesOthers."""
    rows = Exchange.objects.select_for_update(of=("self",)).select_related("case__assessment", "organisation", "pupil", "other")
    exchange = permitted(actor, May.EXCHANGE, rows, exchange_id)
    check_elsewhere(exchange)
    crossing = freeze_for_elsewhere(exchange, by=actor, at=at, how=", by post")
    if Paper.objects.filter(crossing=crossing).exists():
        raise NotElsewhere("The letter has been made.")
    paper = put_on_paper(crossing)
    recording.record(
        actor, "referral_put_on_paper", "case", exchange.case_id, at=at, exchange=str(exchange.pk), to=exchange.other_urn,
        seal=crossing.seal,
    )  # fmt: skip
    return paper
