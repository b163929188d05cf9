"""Freeze a referral as it is sent, whichever way it then goes."""

from datetime import datetime

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.records.access.models import Membership
from upstander.records.assessments.assessing import fulfil
from upstander.records.disclosures.crossing import send
from upstander.records.disclosures.exchange import Crossing, CrossingKind, Exchange
from upstander.records.disclosures.exchange_checked import may_stand
from upstander.records.disclosures.referring import files_of, from_draft, named_in_referral, payload_of, referral_of

DUTY = "contact_other_school"


class NotSent(Problem):
    """It was sent already, or the school cannot receive it here."""


def freeze(exchange: Exchange, *, by: Actor, at: datetime, how: str = "") -> Crossing:
    """From now on it does not change. It is built anew from the case, and its words are compared once more.

    Shapes: `exchange` is locked, and comes with its case's assessment, its organisation and pupil; `how` is words for the
    duty that this fulfils. Raises: CaseIsClosed; NotSent; NamesOthers.
    """
    if exchange.sent_at is not None or exchange.case is None:
        raise NotSent("This referral has been sent.")
    exchange.case.still_open()
    words = from_draft(exchange.draft)
    may_stand(named_in_referral(exchange, words), words.let_stand, words.because)
    shown = referral_of(exchange, words, sender=Membership.objects.get(pk=by.member), at=at)
    crossing = send(
        exchange,
        CrossingKind.REFERRAL,
        by=by,
        at=at,
        words=words.what,
        payload={**payload_of(exchange, shown), "words": words.what},
        files=files_of(exchange.case, words.files),
    )
    fulfil(exchange.case.assessment, [DUTY], by=by, at=at, note=f"Referral sent to {exchange.other_name}{how}.")
    return crossing


def freeze_for_elsewhere(exchange: Exchange, *, by: Actor, at: datetime, how: str) -> Crossing:
    """As it was frozen before, or now. From here on nothing of it is handed to the worker to deliver."""
    before = Crossing.objects.filter(exchange=exchange, kind=CrossingKind.REFERRAL).first()
    if before is not None:
        return before
    if exchange.other_id is not None:
        exchange.other = None
        exchange.save(update_fields=["other"])
    return freeze(exchange, by=by, at=at, how=how)
