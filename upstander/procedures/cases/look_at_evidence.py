"""Look at one file of the evidence. Every look is on record, in the file's custody and in the audit."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.ciphers import Altered
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.evidence import vault
from upstander.records.evidence.models import Custody, Item

MOST_TEXT = 200_000  # bytes of a text that one page shows
MARKED = "It is marked as showing a nude or sexual image. Nobody here looks at it or takes a copy. The police can ask for it."
PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


class CannotBeShown(Problem):
    """There is no copy that is safe to show, or the stored bytes are not what came."""


@dataclass(frozen=True, slots=True)
class Picture:
    media_type: str
    content: bytes


def look_at_evidence(*, actor: Actor, item_id: UUID, at: datetime) -> Item:
    """Put the look on record.

    Raises: NotPermitted; CannotBeShown, where it is marked as showing an intimate image.
    """
    item = permitted(actor, May.LOOK_AT_EVIDENCE, Item.objects.present().select_related("bundle", "marking"), item_id)
    not_marked(item)
    Custody.objects.create(
        item=item,
        report_id=item.report_id,
        organisation_id=item.organisation_id,
        at=at,
        verb="opened",
        actor_name=actor.name,
        actor_id=actor.membership_id,
    )
    recording.record(actor, "evidence_opened", "report", item.report_id, at=at, item=str(item.pk))
    return item


def picture_of(*, actor: Actor, item_id: UUID) -> Picture:
    """The working copy of a picture, for a look that is on record. Never the bytes as they came.

    Raises: NotPermitted; CannotBeShown.
    """
    item = permitted(actor, May.LOOK_AT_EVIDENCE, Item.objects.present().select_related("bundle", "marking"), item_id)
    not_marked(item)
    if not item.has_copy:
        raise CannotBeShown("There is no copy of this file that can be shown. You can download it.")
    content = opened(item, kind="copy")
    media_type = next((kind for magic, kind in PICTURES.items() if content.startswith(magic)), "")
    if not media_type:
        raise CannotBeShown("The copy of this file is not a picture. You can download the file.")
    return Picture(media_type, content)


def not_marked(item: Item) -> None:
    """Raises: CannotBeShown."""
    if hasattr(item, "marking"):
        raise CannotBeShown(MARKED)


def text_of(item: Item) -> str:
    """The beginning of a text as it came; what is not UTF-8 shows as a mark.

    Raises: CannotBeShown.
    """
    return opened(item)[:MOST_TEXT].decode("utf-8", "replace")


def opened(item: Item, *, kind: str = "original") -> bytes:
    """The bytes of a file, which the vault proves to be those that it was given.

    Raises: CannotBeShown, when they are gone or were changed.
    """
    if not item.bundle.wrapped_key:
        raise CannotBeShown("This file has been destroyed.")
    try:
        return b"".join(vault.read(item.pk, vault.unwrap(bytes(item.bundle.wrapped_key), item.organisation_id), kind=kind))
    except (FileNotFoundError, Altered) as damaged:
        raise CannotBeShown(
            "The stored file is not what came. Tell whoever looks after Upstander; do not rely on it."
        ) from damaged
