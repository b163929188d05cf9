"""Hand one sealed thing to another organisation of this installation. Done by the worker, and bears being done twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from uuid import UUID

from upstander.kernel.actor import system
from upstander.records.access.asking import asking
from upstander.records.audit import recording
from upstander.records.disclosures.crossing import Envelope, envelope_of, take_in
from upstander.records.disclosures.exchange import Crossing, Enclosure, Exchange
from upstander.records.evidence import vault
from upstander.records.evidence.models import Bundle, Item
from upstander.records.evidence.taking_in import Hands, Offered, forget
from upstander.records.evidence.taking_in import take_in as keep_file
from upstander.records.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Leaving:
    """What leaves: the envelope, whose it is and for whom, and each file with the key under which the sender keeps it."""

    envelope: Envelope
    sender: Organisation
    to: Organisation
    files: tuple[tuple[UUID, str, bytes], ...]


def deliver_crossing(*, organisation_id: UUID, crossing_id: UUID, at: datetime) -> None:
    """Three transactions: read as the sender, keep as the receiver, note as the sender. Stopped between two, it is done again."""
    with asking(system(organisation_id)):
        leaving = _leaving(crossing_id)
    if leaving is None:
        return
    kept: list[Item] = []
    try:
        with asking(system(leaving.to.pk)):
            crossing = take_in(leaving.envelope, sender=leaving.sender, to=leaving.to, at=at)
            if crossing is not None:
                kept += _keep_files(crossing, leaving, at)
                _record(crossing, at)
    except BaseException:
        forget(kept)
        raise
    with asking(system(organisation_id)):
        _note_delivery(crossing_id, at)


def _leaving(crossing_id: UUID) -> Leaving | None:
    rows = Crossing.objects.filter(pk=crossing_id, delivered_at=None, outgoing=True)
    crossing = rows.select_related("exchange__organisation__school", "exchange__other__school").first()
    if crossing is None or crossing.exchange.other is None:
        return None
    enclosed = Enclosure.objects.filter(crossing=crossing).select_related("item__bundle").order_by("item__received_at", "id")
    files = tuple((it.item.pk, it.item.name, _key(it.item.bundle)) for it in enclosed)
    return Leaving(envelope_of(crossing), crossing.exchange.organisation, crossing.exchange.other, files)


def _key(bundle: Bundle) -> bytes:
    return vault.unwrap(bytes(bundle.wrapped_key or b""), bundle.organisation_id)


def _keep_files(crossing: Crossing, leaving: Leaving, at: datetime) -> Iterable[Item]:
    """One after the other, so that never more than one is held in memory. They become evidence of the report with this key."""
    hands = Hands("Upstander", None, f"{leaving.envelope.said_by}, {leaving.sender.name}")
    for item_id, name, key in leaving.files:
        content = b"".join(vault.read(item_id, key))
        taken, _ = keep_file(
            [Offered(name, len(content), BytesIO(content))],
            hands,
            report_id=crossing.exchange_id,
            organisation_id=crossing.organisation_id,
            at=at,
        )
        Enclosure.objects.bulk_create(
            Enclosure(
                organisation_id=crossing.organisation_id,
                crossing=crossing,
                exchange_id=crossing.exchange_id,
                item=item,
                sha256=item.sha256,
            )
            for item in taken
        )
        yield from taken


def _record(crossing: Crossing, at: datetime) -> None:
    receiver, verb = system(crossing.organisation_id), f"{crossing.kind}_came_in"
    recording.record(receiver, verb, "exchange", crossing.exchange_id, at=at, crossing=str(crossing.pk), seal=crossing.seal)


def _note_delivery(crossing_id: UUID, at: datetime) -> None:
    crossing = Crossing.objects.select_related("exchange").get(pk=crossing_id)
    Crossing.objects.filter(pk=crossing_id, delivered_at=None).update(delivered_at=at)
    if crossing.exchange.delivered_at is None:
        Exchange.objects.filter(pk=crossing.exchange_id, delivered_at=None).update(delivered_at=at)
