"""From what a reader wrote to rows: nothing is believed of it but words, pages and which statement they are for.

The reader had a stranger's file open, so its answer is taken as one takes a form from a browser.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from upstander.kernel.shown import HIDDEN, JOINERS
from upstander.policytext.statements import Requirements, Statement
from upstander.records.policies.reading import Found, PolicyDecision, Proposal, Reading

LONGEST = 4_000  # characters of a passage
LONGEST_LINE = 300
MOST_PASSAGES = 5  # a statement
MOST_PAGES = 10_000
MOST_TOGETHER = 6  # passages that one decision may quote together

Shown = dict[str, object]


class NotAnAnswer(ValueError):
    """What the reader wrote is not of the shape that it writes."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file."""

    page: int | None
    heading: str


@dataclass(frozen=True, slots=True)
class Read:
    """Shapes: `statements` by id, as the reader wrote them; `passages` all of the file in order, as `same` makes them."""

    pages: int | None
    notes: tuple[str, ...]
    statements: Mapping[str, Mapping[str, Any]]
    passages: tuple[tuple[str, Place], ...]


def read_answer(answer: Mapping[str, Any]) -> Read:
    """Raises: NotAnAnswer."""
    try:
        return Read(
            pages=_page(answer["pages"]),
            notes=tuple(line(note) for note in answer["notes"][:20]),
            statements={str(it["id"]): it for it in answer["statements"]},
            passages=tuple((same(text), Place(_page(page), line(heading))) for text, page, heading in answer["passages"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as trouble:
        raise NotAnAnswer from trouble


def proposals_of(
    reading: Reading, read: Read, requirements: Requirements, earlier: Mapping[str, PolicyDecision]
) -> list[Proposal]:
    """One for each statement that is asked for. `earlier` has the last decision on a statement by its id.

    Raises: NotAnAnswer.
    """
    try:
        return [
            _proposal(reading, read, statement, position, earlier.get(statement.id))
            for position, statement in enumerate(requirements.statements, 1)
        ]
    except (KeyError, TypeError, ValueError, AttributeError) as trouble:
        raise NotAnAnswer from trouble


def _proposal(reading: Reading, read: Read, asked: Statement, position: int, before: PolicyDecision | None) -> Proposal:
    found = read.statements[asked.id]
    where = stands_at(before.words, read.passages) if before and before.proposal.says == asked.says else None
    return Proposal(
        organisation_id=reading.organisation_id,
        reading=reading,
        position=position,
        statement=asked.id,
        title=asked.title,
        says=asked.says,
        is_required=asked.required,
        sources=list(asked.sources),
        found=Found(found["state"]),
        passages=list(_passages(found["passages"])),
        against=list(_passages(found["against"])),
        lacking=[line(it) for it in found["lacking"][:10]],
        same_as=before if where else None,
        same_page=where.page if where else None,
        same_heading=where.heading if where else "",
    )


def _passages(written: Iterable[Mapping[str, Any]]) -> Iterator[Shown]:
    for number, it in enumerate(written):
        if number < MOST_PASSAGES:
            yield {
                "text": line(it["text"], LONGEST),
                "page": _page(it["page"]),
                "heading": line(it["heading"]),
                "why": line(it["why"], LONGEST),
            }


def _page(page: object) -> int | None:
    if page is None:
        return None
    if not isinstance(page, int) or not 1 <= page <= MOST_PAGES:
        raise ValueError("not a page")
    return page


def line(text: str, most: int = LONGEST_LINE) -> str:
    """Without what hides or turns the direction of what follows, and no longer than we show."""
    kept = "".join(c if c in JOINERS or unicodedata.category(c) not in HIDDEN else " " for c in text)
    shown = " ".join(kept.split())
    return shown if len(shown) <= most else f"{shown[: most - 1]}…"


def same(text: str) -> str:
    """Two texts for which this is the same read the same: spaces, and how quotes and dashes are drawn, say nothing."""
    drawn = unicodedata.normalize("NFKC", text).translate(DRAWN)
    return " ".join("".join(c for c in drawn if c.isspace() or unicodedata.category(c) not in HIDDEN).split())


DRAWN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-"})


def stands_at(words: str, passages: tuple[tuple[str, Place], ...]) -> Place | None:
    """Where these words are a whole passage, or some that follow each other. Part of a longer sentence is not the same."""
    sought = same(words)
    if not sought:
        return None
    for first, (begins, place) in enumerate(passages):
        if not sought.startswith(begins):
            continue
        together = ""
        for text, _ in passages[first : first + MOST_TOGETHER]:
            together = f"{together} {text}".strip()
            if together == sought:
                return place
            if not sought.startswith(together):
                break
    return None
