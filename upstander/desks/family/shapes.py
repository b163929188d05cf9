"""What the family desk's pages are given."""

from dataclasses import dataclass

from markupsafe import Markup

from upstander.kernel.shown import harmless
from upstander.records.evidence.models import Item


@dataclass(frozen=True, slots=True)
class Notice:
    title: str
    words: str | Markup
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file that was sent, with the name its sender gave it made harmless, and its size in words."""

    id: str
    name: str
    size: str


@dataclass(frozen=True, slots=True)
class RefusedFile:
    name: str
    why: str


def file_size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{max(1, round(size / 1000))} kB"


def shown_file(item: Item) -> ShownFile:
    return ShownFile(str(item.pk), harmless(item.name) or "a file without a name", file_size(item.size))
