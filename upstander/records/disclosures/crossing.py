"""Send one thing across the wall between two organisations, and take one in: sealed, checked, once.

The sender keeps what it sent and the receiver a copy of its own. Nobody reads the other's rows, not even to deliver.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.digests import of_json
from upstander.records.disclosures.arrivals import Arrival, ArrivalKind
from upstander.records.disclosures.chasing import see_that_they_answer, tell_staff
from upstander.records.disclosures.exchange import Crossing, CrossingKind, Enclosure, Exchange, exchange_of, note
from upstander.records.evidence.models import Bundle, Item
from upstander.records.organisations.models import Organisation
from upstander.records.outbox.queue import enqueue
from upstander.records.rows import OwnedRows


class NotTakenIn(Exception):
    """What arrived is not what was sealed, or belongs to nothing that these two have with each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What travels. `seal` is the SHA-256 of the canonical JSON of everything else in it, in hexadecimal."""

    exchange: UUID
    crossing: UUID
    kind: str
    said_by: str
    at: datetime
    payload: Mapping[str, Any]
    seal: str


def seal_of(exchange: UUID, crossing: UUID, kind: str, said_by: str, at: datetime, payload: Mapping[str, Any]) -> str:
    told = {"exchange": str(exchange), "crossing": str(crossing), "kind": kind, "said_by": said_by, "at": at.isoformat()}
    return of_json({**told, "payload": payload})


def send(
    exchange: Exchange,
    kind: CrossingKind,
    *,
    by: Actor,
    at: datetime,
    words: str = "",
    payload: Mapping[str, Any] | None = None,
    files: Sequence[Item] = (),
) -> Crossing:
    """Seal it and, for a school that is here, hand it to the worker, in the transaction in which it is said.

    `exchange` is locked.
    """
    crossing = Crossing(
        organisation_id=exchange.organisation_id,
        exchange=exchange,
        kind=kind,
        outgoing=True,
        payload={"words": words} if payload is None else payload,
        words=words,
        said_by=by.name,
        membership_id=by.membership_id,
        at=at,
    )
    crossing.seal = seal_of(exchange.shared_id, crossing.shared_id, kind, by.name, at, crossing.payload)
    crossing.save(force_insert=True)
    Enclosure.objects.bulk_create(
        Enclosure(organisation_id=exchange.organisation_id, crossing=crossing, exchange=exchange, item=it, sha256=it.sha256)
        for it in files
    )
    note(exchange, crossing)
    see_that_they_answer(exchange, crossing)
    if exchange.other_id is not None:
        enqueue("deliver_crossing", organisation_id=str(exchange.organisation_id), crossing_id=str(crossing.pk))
    return crossing


def envelope_of(crossing: Crossing) -> Envelope:
    """`crossing` comes with its exchange."""
    return Envelope(
        exchange=crossing.exchange.shared_id,
        crossing=crossing.shared_id,
        kind=crossing.kind,
        said_by=crossing.said_by,
        at=crossing.at,
        payload=crossing.payload,
        seal=crossing.seal,
    )


def take_in(it: Envelope, *, sender: Organisation, to: Organisation, at: datetime) -> Crossing | None:
    """Keep a copy for the organisation that it is for. Nothing, where it is kept already.

    Runs as that organisation. Raises: NotTakenIn.
    """
    if seal_of(it.exchange, it.crossing, it.kind, it.said_by, it.at, it.payload) != it.seal:
        raise NotTakenIn("The seal is not that of what came.")
    exchange = exchange_of(to.pk, it.exchange)
    if exchange is None and it.kind == CrossingKind.REFERRAL:
        exchange = _begun(it, sender, to, at)
    if exchange is None or exchange.other_id != sender.pk:
        raise NotTakenIn("These two have no such matter with each other.")
    if Crossing.objects.filter(organisation=to, shared_id=it.crossing).exists():
        return None
    crossing = Crossing.objects.create(
        organisation=to,
        exchange=exchange,
        shared_id=it.crossing,
        kind=it.kind,
        outgoing=False,
        payload=it.payload,
        words=str(it.payload.get("words", "")),
        seal=it.seal,
        said_by=it.said_by[:200],
        at=it.at,
        delivered_at=at,
    )
    note(exchange, crossing)
    see_that_they_answer(exchange, crossing)
    if it.kind == CrossingKind.WITHDRAWN and exchange.accepted_at is None:
        Bundle.objects.filter(report_id=exchange.pk).update(wrapped_key=None)
    if it.kind != CrossingKind.OPENED:
        announce(exchange, crossing, at)
    return crossing


def _begun(it: Envelope, sender: Organisation, to: Organisation, at: datetime) -> Exchange:
    exchange = Exchange(
        organisation=to,
        kind=it.payload["kind"],
        shared_id=it.exchange,
        began_here=False,
        other=sender,
        other_urn=sender.school_id,
        other_name=sender.name,
        title=it.payload["referral"]["pupil"]["name"][:200],
        begun_at=it.at,
        sent_at=it.at,
        delivered_at=at,
        hoped_by=it.payload["referral"]["hoped_by"],
    )
    exchange.subject_id = exchange.pk
    exchange.save(force_insert=True)
    return exchange


def announce(exchange: Exchange, crossing: Crossing, at: datetime) -> None:
    """On the list of what has come in, under the case or report that it is part of; and by e-mail, without a word of it."""
    hangs_on: dict[str, UUID | None] = {"subject_id": exchange.pk, "exchange_id": exchange.pk}
    if exchange.case_id:
        hangs_on = {"subject_id": exchange.case_id, "case_id": exchange.case_id}
    elif exchange.report_id:
        hangs_on = {"subject_id": exchange.report_id, "report_id": exchange.report_id}
    tell_staff(exchange, crossing, at)
    Arrival.objects.create(
        id=crossing.pk,
        organisation_id=exchange.organisation_id,
        kind=ArrivalKind.EXCHANGE,
        said_by=f"{crossing.said_by}, {exchange.other_name}"[:250],
        at=at,
        **hangs_on,
    )


def broken_seals(organisation_id: UUID) -> list[UUID]:
    """Each thing that crossed, in either direction, and is no longer what its seal says."""
    rows: OwnedRows[Crossing] = Crossing.objects.filter(organisation_id=organisation_id).select_related("exchange")
    told = ((row, envelope_of(row)) for row in rows.order_by("at", "id").iterator(100))
    return [row.pk for row, it in told if seal_of(it.exchange, it.crossing, it.kind, it.said_by, it.at, it.payload) != it.seal]
