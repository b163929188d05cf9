"""Which reader may see which field, as rulebooks/fields.yaml has it. What is not named there is not sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from upstander.kernel.document import Piece, open_document

FIELDS = Path(__file__).parents[2] / "rulebooks" / "fields.yaml"


@dataclass(frozen=True, slots=True)
class Shown:
    """One kind of thing that a reader may see. Shapes: `fields` maps a field to the words for it, in the order of showing."""

    of: str
    fields: Mapping[str, str]
    needed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    source: str
    groups: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """What one reader may see, and why they are told."""

    id: str
    title: str
    reader: str
    purpose: str
    basis: str
    sections: tuple[Section, ...]

    def allowed(self) -> frozenset[tuple[str, str]]:
        """Each kind of thing with each of its fields that may be seen."""
        return frozenset((shown.of, field) for section in self.sections for shown in section.groups for field in shown.fields)


@cache
def load_readers(path: Path = FIELDS) -> Mapping[str, Reader]:
    """Raises: BadRulebook, for the first thing that is wrong in the document."""
    entries = open_document(path, path.name).entries(needs=["readers"], may_have=[])
    return {id: _reader(id, piece) for id, piece in entries["readers"].entries().items()}


def reader(id: str) -> Reader:
    """Raises: KeyError, for a reader that the document does not name."""
    return load_readers()[id]


def _reader(id: str, piece: Piece) -> Reader:
    parts = piece.entries(needs=["title", "reader", "purpose", "basis", "sections"], may_have=[])
    sections = tuple(_section(it) for it in parts["sections"].parts())
    texts = {name: parts[name].text() for name in ("title", "reader", "purpose", "basis")}
    return Reader(id=id, sections=sections, **texts)


def _section(piece: Piece) -> Section:
    parts = piece.entries(needs=["id", "title", "source", "groups"], may_have=[])
    groups = tuple(_shown(it) for it in parts["groups"].parts())
    return Section(parts["id"].text(), parts["title"].text(), parts["source"].text(), groups)


def _shown(piece: Piece) -> Shown:
    parts = piece.entries(needs=["of", "fields"], may_have=["needed"])
    fields = {name: it.text() for name, it in parts["fields"].entries().items()}
    needed = parts["needed"].parts() if "needed" in parts else []
    for it in needed:
        it.one_of(fields, "a field that is shown")
    return Shown(parts["of"].text(), fields, frozenset(it.text() for it in needed))
