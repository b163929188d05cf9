"""Evidence as a list: what came, never what it shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from upstander.desks.frame.words import full_moment
from upstander.records.evidence.models import Item, ItemState

STATES = {
    ItemState.CHECKING: ("being checked", "waiting"),
    ItemState.KEPT: ("kept", "done"),
    ItemState.UNREADABLE: ("kept as it came, cannot be shown", "plain"),
}
ENDINGS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/heic": "heic",
    "application/pdf": "pdf",
    "text/plain": "txt",
    "text/csv": "csv",
    "text/html": "html.txt",
    "application/json": "json",
    "application/xml": "xml",
    "application/zip": "zip",
}
KINDS = {
    "png": "Picture",
    "jpg": "Picture",
    "heic": "Picture",
    "pdf": "PDF",
    "txt": "Text",
    "csv": "Table",
    "html.txt": "Web page",
    "json": "Chat export",
    "xml": "Chat export",
    "zip": "Archive",
}
TEXTS = ("text/plain", "text/csv", "text/html", "application/json", "application/xml")
UNITS = ((1024 * 1024, "MB"), (1024, "kB"))


@dataclass(frozen=True, slots=True)
class File:
    """`safe_name` is ours; `name` is the sender's, and is only ever shown."""

    id: UUID
    safe_name: str
    name: str
    kind: str
    size: str
    sha256: str
    state: str
    state_kind: str
    received: str
    look: str


def file_of(item: Item, reference: str) -> File:
    ending = ENDINGS.get(item.media_type.partition(";")[0], "bin")
    state, state_kind = STATES[ItemState(item.state)]
    return File(
        id=item.pk,
        safe_name=f"{reference}-file-{item.position:02d}.{ending}",
        name=item.name,
        kind=KINDS.get(ending, "File"),
        size=size_of(item.size),
        sha256=item.sha256,
        state=state,
        state_kind=state_kind,
        received=full_moment(item.received_at),
        look=_look(item),
    )


def files_of(items: Iterable[Item], references: dict[UUID, str]) -> list[File]:
    return [file_of(item, references[item.report_id]) for item in items]


def _look(item: Item) -> str:
    """What a person may choose to look at here; nothing where there is only the file as it came."""
    if item.media_type in TEXTS:
        return "Read this text"
    return "Look at this picture" if item.has_copy else ""


def size_of(size: int) -> str:
    """4.2 MB, 812 kB, 90 bytes"""
    for unit, name in UNITS:
        if size >= unit:
            return f"{size / unit:.1f} {name}" if size < 10 * unit else f"{size // unit} {name}"
    return f"{size} bytes"
