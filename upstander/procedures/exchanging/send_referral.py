"""Send a referral that was looked at as the other school will see it."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import May
from upstander.records.access.models import Membership
from upstander.records.access.requiring import permitted
from upstander.records.assessments.assessing import fulfil
from upstander.records.audit import recording
from upstander.records.disclosures.crossing import send
from upstander.records.disclosures.exchange import CrossingKind, Exchange
from upstander.records.disclosures.exchange_checked import may_stand
from upstander.records.disclosures.referring import files_of, from_draft, named_in_referral, payload_of, referral_of

DUTY = "contact_other_school"


class NotSent(Problem):
    """It was sent already, or the school cannot receive it here."""


def send_referral(*, actor: Actor, exchange_id: UUID, at: datetime) -> Exchange:
    """From now on it does not change. It is built anew from the case, and its words are compared once more.

    Raises: NotPermitted; CaseIsClosed; NotSent; NamesOthers.
    """
    rows = Exchange.objects.select_for_update(of=("self",)).select_related(
        "case__assessment", "organisation", "pupil", "other__school"
    )
    exchange = permitted(actor, May.EXCHANGE, rows, exchange_id)
    if exchange.sent_at is not None or exchange.case is None:
        raise NotSent("This referral has been sent.")
    exchange.case.still_open()
    if exchange.other is None or not exchange.other.receives_reports:
        raise NotSent("Nobody at this school receives referrals here. Print it and send it another way.")
    words = from_draft(exchange.draft)
    may_stand(named_in_referral(exchange, words), words.let_stand, words.because)
    shown = referral_of(exchange, words, sender=Membership.objects.get(pk=actor.member), at=at)
    files = files_of(exchange.case, words.files)
    crossing = send(
        exchange,
        CrossingKind.REFERRAL,
        by=actor,
        at=at,
        words=words.what,
        payload={**payload_of(exchange, shown), "words": words.what},
        files=files,
    )
    fulfil(exchange.case.assessment, [DUTY], by=actor, at=at, note=f"Referral sent to {exchange.other_name}.")
    recording.record(
        actor, "referral_sent", "case", exchange.case.pk, at=at, exchange=str(exchange.pk), to=exchange.other_urn,
        files=len(files), seal=crossing.seal,
    )  # fmt: skip
    return exchange
