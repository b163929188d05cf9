"""Say something to the other school: refuse its referral, ask, answer, chase, end it with an outcome, or take it back."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed, typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.disclosures.crossing import send
from upstander.records.disclosures.elsewhere import let_them_know
from upstander.records.disclosures.exchange import Crossing, CrossingKind, Exchange
from upstander.records.disclosures.exchange_checked import may_stand, named_to_other

LONGEST = 4_000
ASK_FOR = {
    CrossingKind.REFUSED: "Write why: the other school needs to know what to do next.",
    CrossingKind.OUTCOME: "Write what came of it, as far as the other school may know.",
    CrossingKind.QUESTION: "Write what you want to know.",
    CrossingKind.ANSWER: "Write the answer.",
    CrossingKind.REMINDER: "Write what you are waiting for.",
    CrossingKind.WITHDRAWN: "Write why it is taken back.",
}


class NotSaid(Problem):
    """Nothing was written, too much, or it cannot be said at this point."""


def write_to_school(
    *,
    actor: Actor,
    exchange_id: UUID,
    kind: str,
    words: str,
    at: datetime,
    let_stand: Collection[str] = (),
    because: str = "",
) -> Crossing:
    """Raises: NotPermitted; NotSaid; NamesOthers."""
    rows = Exchange.objects.select_for_update(of=("self",)).select_related("organisation", "case", "report", "pupil")
    exchange = permitted(actor, May.EXCHANGE, rows, exchange_id)
    said, what = typed(words), _allowed(exchange, kind)
    if not said:
        raise NotSaid(ASK_FOR[what], field="words")
    if len(said) > LONGEST:
        raise NotSaid(f"This has {len(said):,} characters. Use at most {LONGEST:,}.", field="words")
    may_stand(named_to_other(exchange, said), let_stand, typed_line(because))
    crossing = send(exchange, what, by=actor, at=at, words=said)
    let_them_know(exchange, crossing)
    recording.record(actor, f"exchange_{what}", "exchange", exchange.pk, at=at, crossing=str(crossing.pk), seal=crossing.seal)
    return crossing


def may_be_said(exchange: Exchange) -> list[CrossingKind]:
    """What can be said next by this side, in the order of the page."""
    if exchange.sent_at is None or exchange.has_ended:
        return []
    if exchange.began_here:
        return [CrossingKind.QUESTION, CrossingKind.ANSWER, CrossingKind.REMINDER, CrossingKind.WITHDRAWN]
    answered = [CrossingKind.OUTCOME] if exchange.accepted_at else [CrossingKind.REFUSED]
    return [CrossingKind.QUESTION, CrossingKind.ANSWER, *answered]


def _allowed(exchange: Exchange, kind: str) -> CrossingKind:
    for what in may_be_said(exchange):
        if what == kind:
            return what
    if exchange.has_ended:
        raise NotSaid("This has ended, so nothing more can be said here. Ring them, or send a new referral.")
    raise NotSaid("Choose what you want to say.", field="kind")
