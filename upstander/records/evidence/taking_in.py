"""Take files in as evidence of one report: checked, encrypted, and each with who gave it and who took it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from upstander.kernel.references import uuid7
from upstander.records.evidence import vault
from upstander.records.evidence.checking import MOST_FILES, media_type_of
from upstander.records.evidence.models import Bundle, Custody, Item
from upstander.records.evidence.refusing import Refused
from upstander.records.outbox.queue import enqueue

CHUNK = 256 * 1024
MOST_FILES_IN_ALL = 3 * MOST_FILES


@dataclass(frozen=True, slots=True)
class Offered:
    """A file as somebody sent it. Units: `size` in bytes."""

    name: str
    size: int
    file: BinaryIO


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A file that was refused, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Hands:
    """Through whose hands a file comes in: who takes it, and who gave it to them, where that is somebody else."""

    taken_by: str
    taken_by_id: UUID | None = None
    given_by: str = ""


def take_in(
    offered: Sequence[Offered], hands: Hands, *, report_id: UUID, organisation_id: UUID | None, at: datetime
) -> tuple[list[Item], list[NotTaken]]:
    """Keep each file that can be kept. The report is a draft while it belongs to no organisation.

    Whoever goes on and fails calls `forget` with what was taken: the bytes are outside of the transaction.
    """
    bundle = _bundle(report_id, organisation_id)
    present = list(Item.objects.filter(report_id=bundle.report_id).present().values_list("position", "sha256"))
    taken, refused = _take(bundle, offered, present, at)
    try:
        Item.objects.bulk_create(taken)
        Custody.objects.bulk_create(_received(item, hands) for item in taken)
        for item in taken if organisation_id else ():
            enqueue("make_viewing_copy", item_id=str(item.pk), organisation_id=str(organisation_id))
    except BaseException:
        forget(taken)
        raise
    return taken, refused


def forget(items: Iterable[Item]) -> None:
    for item in items:
        vault.destroy(item.pk)


def _bundle(report_id: UUID, organisation_id: UUID | None) -> Bundle:
    """The report's evidence, locked, so that two uploads cannot take more than the limit together."""
    new = Bundle(report_id=report_id, organisation_id=organisation_id, wrapped_key=vault.new_key(organisation_id))
    Bundle.objects.bulk_create([new], ignore_conflicts=True)
    return Bundle.objects.select_for_update().get(report_id=report_id)


def _take(
    bundle: Bundle, offered: Sequence[Offered], present: list[tuple[int, str]], at: datetime
) -> tuple[list[Item], list[NotTaken]]:
    key = vault.unwrap(bytes(bundle.wrapped_key or b""), bundle.organisation_id)
    digests, position = {sha256 for _, sha256 in present}, max((number for number, _ in present), default=0)
    taken: list[Item] = []
    refused: list[NotTaken] = []
    for file in offered:
        try:
            _check_room(len(present) + len(taken), is_sent=bundle.organisation_id is not None)
            item = _kept(bundle, file, key, position + len(taken) + 1, at)
        except Refused as reason:
            refused.append(NotTaken(file.name, str(reason)))
            continue
        if item.sha256 in digests:
            forget([item])
        else:
            digests.add(item.sha256)
            taken.append(item)
    return taken, refused


def _check_room(present: int, *, is_sent: bool) -> None:
    if not is_sent and present >= MOST_FILES:
        raise Refused(f"You can send {MOST_FILES} files at first. Add the others after you have sent the report.")
    if present >= MOST_FILES_IN_ALL:
        raise Refused("This report holds as many files as it can. Tell the school that there are more.")


def _kept(bundle: Bundle, offered: Offered, key: bytes, position: int, at: datetime) -> Item:
    media_type = media_type_of(offered.file, offered.size)
    offered.file.seek(0)
    item_id = uuid7()
    size, sha256 = vault.keep(item_id, iter(lambda: offered.file.read(CHUNK), b""), key)
    return Item(
        id=item_id,
        bundle=bundle,
        report_id=bundle.report_id,
        organisation_id=bundle.organisation_id,
        name=offered.name.replace("\0", "")[-200:],
        media_type=media_type,
        size=size,
        sha256=sha256,
        position=position,
        received_at=at,
    )


def _received(item: Item, hands: Hands) -> Custody:
    return Custody(
        item=item,
        report_id=item.report_id,
        organisation_id=item.organisation_id,
        at=item.received_at,
        verb="received",
        actor_name=hands.taken_by,
        actor_id=hands.taken_by_id,
        given_by=hands.given_by,
    )
