"""Where each rule comes from: document, edition, clause, when it was checked and how sure we are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from upstander.kernel.document import Piece, open_document
from upstander.rules.facts import RULEBOOKS

HowSure = Literal["r", "r2", "m"]
HOW_SURE: dict[HowSure, str] = {
    "r": "read in the document itself",
    "r2": "read in another document that quotes or sums it up",
    "m": "from memory of the document; check it before relying on it",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One clause of one edition of one document; `says` sums it up in our words."""

    key: str
    document: str
    edition: str
    clause: str
    says: str
    url: str
    how_sure: HowSure
    checked_on: date
    superseded_by: str = ""


class UnknownSource(KeyError):
    """No source has this key."""


def describe(key: str) -> Source:
    """Raises: UnknownSource when no source has this key."""
    try:
        return load_sources()[key]
    except KeyError:
        raise UnknownSource(key) from None


@cache
def load_sources(path: Path = RULEBOOKS / "sources.yaml") -> dict[str, Source]:
    """Raises: BadRulebook when the list of sources is malformed."""
    top = open_document(path, f"{path.parent.name}/{path.name}").entries(needs=("documents", "clauses"), may_have=("about",))
    documents = {
        name: piece.entries(needs=("title", "edition", "url", "checked_on"), may_have=("superseded_by",))
        for name, piece in top["documents"].entries().items()
    }
    return {key: _read_source(key, piece, documents) for key, piece in top["clauses"].entries().items()}


def _read_source(key: str, piece: Piece, documents: dict[str, dict[str, Piece]]) -> Source:
    clause = piece.entries(needs=("from", "clause", "says", "how_sure"), may_have=("url", "checked_on"))
    name = clause["from"].one_of(documents, "one of the documents listed above")
    document = documents[name]
    how_sure = clause["how_sure"].one_of(HOW_SURE, "one of r, r2, m")
    return Source(
        key=key,
        document=document["title"].text(),
        edition=document["edition"].text(),
        clause=clause["clause"].text(),
        says=clause["says"].text(),
        url=clause.get("url", document["url"]).text(),
        how_sure=how_sure,  # type: ignore[arg-type]  # one_of has just checked it
        checked_on=_read_date(clause.get("checked_on", document["checked_on"])),
        superseded_by=document["superseded_by"].text() if "superseded_by" in document else "",
    )


def _read_date(piece: Piece) -> date:
    try:
        return date.fromisoformat(piece.text("a date"))
    except ValueError:
        raise piece.wrong("expected a date like 2026-11-22") from None
