"""What a school that nobody has here says, put where all is that comes in: with a link, or taken down by staff."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from upstander.records.disclosures.chasing import see_that_they_answer
from upstander.records.disclosures.crossing import announce, seal_of
from upstander.records.disclosures.exchange import Crossing, CrossingKind, Exchange, note

TAKEN_BY, BY_LINK = "taken_by", "by_link"


def may_be_said_there(exchange: Exchange) -> list[CrossingKind]:
    """What the other school can say next, of what was begun here."""
    if exchange.sent_at is None or exchange.has_ended or not exchange.began_here:
        return []
    talk = [CrossingKind.QUESTION, CrossingKind.ANSWER]
    if exchange.accepted_at:
        return [*talk, CrossingKind.OUTCOME]
    return [CrossingKind.ACCEPTED, CrossingKind.REFUSED, *talk]


def come_in(
    exchange: Exchange,
    kind: CrossingKind,
    *,
    said_by: str,
    words: str,
    how: Mapping[str, Any],
    said_at: datetime,
    at: datetime,
    taken_by: UUID | None = None,
    tell: bool = True,
) -> Crossing:
    """`exchange` is locked and comes with its case. `how`, which is sealed as well, is with which link, or who took it down."""
    crossing = Crossing(
        organisation_id=exchange.organisation_id,
        exchange=exchange,
        kind=kind,
        outgoing=False,
        payload={"words": words, **how},
        words=words,
        said_by=said_by[:200],
        membership_id=taken_by,
        at=said_at,
        delivered_at=at,
    )
    crossing.seal = seal_of(exchange.shared_id, crossing.shared_id, kind, crossing.said_by, said_at, crossing.payload)
    crossing.save(force_insert=True)
    note(exchange, crossing)
    see_that_they_answer(exchange, crossing)
    if tell:
        announce(exchange, crossing, at)
    return crossing
