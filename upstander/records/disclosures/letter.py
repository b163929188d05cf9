"""A letter as a value: headings, paragraphs, lists and quotes of plain text. How it looks is decided elsewhere.

In a letter in another language, what stays English stands between two signs that nobody sees, so that it is read aloud as such.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from upstander.kernel.languages import ENGLISH

BEGINS, ENDS = "\u2068", "\u2069"  # the isolates of Unicode, made for words of another language
MARKED = re.compile(f"{BEGINS}([^{BEGINS}{ENDS}]*){ENDS}")


class CannotBeSet(Exception):
    """The letter cannot become a PDF as it is; the sentence is for staff."""


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
    """Shapes: `reference_words` is the reference as it is said in the letter's language: Our reference: K7M2-PR4T."""

    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    date: str
    reference: str
    title: str
    sections: tuple[Section, ...]
    signed: tuple[str, ...]
    language: str = ENGLISH
    reference_words: str = ""

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
        language=value.get("language", ENGLISH),  # letters from before there was another language do not say
        reference_words=value.get("reference_words", ""),
    )


def in_english(text: str, language: str) -> str:
    """Mark words that stay English within a letter in that language."""
    if language == ENGLISH or not text:
        return text
    return f"{BEGINS}{unmarked(text)}{ENDS}"


def unmarked(text: str) -> str:
    return text.replace(BEGINS, "").replace(ENDS, "")
