"""The doors of a sealed link: each shows one digest, and gets the link of one exchange or nothing. And what a holder may read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from upstander.kernel.actor import Actor, Kind
from upstander.records.access.asking import presenting
from upstander.records.access.doors import key_digest
from upstander.records.disclosures.elsewhere import SealedLink
from upstander.records.disclosures.exchange import Crossing, CrossingKind, Enclosure, Exchange
from upstander.records.disclosures.from_outside import TAKEN_BY, may_be_said_there
from upstander.records.disclosures.letter import Letter
from upstander.records.disclosures.referral_letter import letter_of
from upstander.records.evidence.models import ItemState


class NoSuchLink(Exception):
    """Wrong, used, over, taken back or never there: nobody is told which."""


@dataclass(frozen=True, slots=True)
class SealedFile:
    """Units: `size` in bytes."""

    id: UUID
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class SealedWords:
    """`theirs`: said by the school that sent the referral."""

    kind: CrossingKind
    said_by: str
    words: str
    at: datetime
    theirs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Everything that the holder of a link reads: what crossed, and nothing that did not."""

    school: str
    to: str
    until: datetime
    letter: Letter | None
    files: tuple[SealedFile, ...]
    said: tuple[SealedWords, ...]
    may_say: tuple[CrossingKind, ...]
    is_accepted: bool
    is_taken_back: bool


def unopened_link(word: str, at: datetime) -> SealedLink | None:
    digest = key_digest(word)
    with presenting(key=digest):
        return SealedLink.objects.unopened(at).filter(token_digest=digest).first()


def held_link(key: str, at: datetime) -> SealedLink | None:
    digest = key_digest(key)
    with presenting(key=digest):
        return SealedLink.objects.held(at).filter(holder_digest=digest).first()


def code_digest(word: str, code: str) -> bytes:
    return key_digest(f"{word}:{''.join(sign for sign in code if sign.isdecimal() and sign.isascii())}")


def holder_of(link: SealedLink) -> Actor:
    """As whom the record knows whoever has the link: by nothing but that."""
    return Actor(kind=Kind.NOBODY, name="somebody with a sealed link", organisation_id=link.organisation_id)


def locked_exchange(link: SealedLink) -> Exchange:
    rows = Exchange.objects.select_for_update(of=("self",)).select_related("organisation", "case")
    return rows.get(pk=link.exchange_id)


def may_read(exchange: Exchange) -> bool:
    """What was taken back before it was accepted is not shown any more."""
    return exchange.withdrawn_at is None or exchange.accepted_at is not None


def held_of(link: SealedLink, exchange: Exchange) -> Held:
    """Runs as the school that sent it, once the link was found by its key."""
    crossed = list(Crossing.objects.filter(exchange=exchange).order_by("at", "id"))
    payload = next((row.payload for row in crossed if row.kind == CrossingKind.REFERRAL), None)
    readable = may_read(exchange) and payload is not None
    shown = [row for row in crossed if _is_shown(row, readable)]
    return Held(
        school=exchange.organisation.name,
        to=exchange.other_name,
        until=link.expires_at,
        letter=letter_of(payload["referral"]) if readable and payload else None,
        files=_files(exchange) if readable else (),
        said=tuple(SealedWords(CrossingKind(it.kind), it.said_by, it.words, it.at, it.outgoing) for it in shown),
        may_say=tuple(may_be_said_there(exchange)),
        is_accepted=exchange.accepted_at is not None,
        is_taken_back=exchange.withdrawn_at is not None,
    )


def _is_shown(row: Crossing, readable: bool) -> bool:
    """What was taken down from the telephone was said to us; who wrote it down is nobody else's business."""
    if row.kind in (CrossingKind.REFERRAL, CrossingKind.OPENED):
        return False
    payload: dict[str, Any] = row.payload
    return (readable or row.kind == CrossingKind.WITHDRAWN) and TAKEN_BY not in payload


def _files(exchange: Exchange) -> tuple[SealedFile, ...]:
    return tuple(SealedFile(it.pk, it.item.name, it.item.media_type, it.item.size) for it in enclosures_of(exchange))


def enclosures_of(exchange: Exchange) -> list[Enclosure]:
    """Without what was marked since as showing an intimate image: nobody takes a copy of it."""
    rows = Enclosure.objects.filter(exchange=exchange, item__marking=None).exclude(item__state=ItemState.REMOVED)
    return list(rows.select_related("item__bundle").order_by("item__received_at", "id"))
