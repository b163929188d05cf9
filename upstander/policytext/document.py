"""What every reader makes of a file: blocks in reading order, and what a person should know about the reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["heading", "prose", "item", "row"]


class Unreadable(ValueError):
    """A file that cannot be read as a policy: one line that says why."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, an item of a list or a row of a table. `page` counts from 1; only a PDF has pages."""

    kind: Kind
    text: str
    page: int | None = None
    lead: str = ""  # a row: the first row of its table


@dataclass(frozen=True, slots=True)
class Document:
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    pages: int | None = None
