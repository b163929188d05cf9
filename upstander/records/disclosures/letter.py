"""A letter as a value: headings, paragraphs, lists and quotes of plain text. How it looks is decided elsewhere."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Block:
    """Shapes: a paragraph has one line, a list one an item, a quote one a paragraph, with where it stands in `source`."""

    kind: Literal["paragraph", "list", "quote"]
    lines: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Shapes: the first section of a letter has no heading."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    date: str
    reference: str
    title: str
    sections: tuple[Section, ...]
    signed: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(value: Mapping[str, Any]) -> Letter:
    """Read a letter back from the payload it was frozen in."""
    sections = tuple(
        Section(section["heading"], tuple(Block(b["kind"], tuple(b["lines"]), b["source"]) for b in section["blocks"]))
        for section in value["sections"]
    )
    return Letter(
        sender=tuple(value["sender"]),
        recipient=tuple(value["recipient"]),
        date=value["date"],
        reference=value["reference"],
        title=value["title"],
        sections=sections,
        signed=tuple(value["signed"]),
    )
