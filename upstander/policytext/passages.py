"""From blocks to passages: a sentence, an item or a row each, with the words around it that say what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from upstander.policytext.document import Block, Document

SHORT_ITEM = 8  # words; a list of items that are shorter on average makes sense only as a whole
LONGEST = 700  # characters
_NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})+\.?|\d{1,2}[.)]|\([a-z]{1,3}\))\s+(?=\S)")
_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])")
_ANSWER = re.compile(r"(?:yes|no|never|always|of course)[.!]", re.IGNORECASE)  # a sentence only with the one that follows
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Miss|Dr|St|Rev|Revd|Prof|No|Nos|vs|cf|e\.g|i\.e|eg|ie|etc|approx|para|sec|p|pp|[A-Z])\.)$"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """`before` and `after` are its neighbours under the same heading; `lead` what its list or table begins with."""

    text: str
    page: int | None
    heading: str
    lead: str = ""
    before: str = ""
    after: str = ""

    @property
    def around(self) -> str:
        return f"{self.heading}. {self.lead}"


@dataclass(slots=True)
class _Place:
    block: Block
    heading: str
    lead: str


def passages_of(document: Document) -> list[Passage]:
    found: list[Passage] = []
    for places in _by_heading(_placed(document.blocks)):
        pieces = list(_pieces(places))
        for number, (place, text) in enumerate(pieces):
            found.append(
                Passage(
                    text,
                    place.block.page,
                    place.heading,
                    place.lead,
                    before=pieces[number - 1][1] if number else "",
                    after=pieces[number + 1][1] if number + 1 < len(pieces) else "",
                )
            )
    return found


def _placed(blocks: Sequence[Block]) -> Iterator[_Place]:
    heading = lead = ""
    for block in blocks:
        if block.kind == "heading":
            heading, lead = block.text, ""
            continue
        if block.kind == "row":
            lead = block.lead
        elif block.kind == "prose":
            lead = ""
        yield _Place(block, heading, lead)
        if block.kind == "prose" and block.text.endswith((":", ":-", "…")):
            lead = _sentences(block.text)[-1]


def _by_heading(places: Iterator[_Place]) -> Iterator[list[_Place]]:
    group: list[_Place] = []
    for place in places:
        if group and place.heading != group[0].heading:
            yield group
            group = []
        group.append(place)
    if group:
        yield group


def _pieces(places: list[_Place]) -> Iterator[tuple[_Place, str]]:
    number = 0
    while number < len(places):
        place = places[number]
        items = _items_after(places, number)
        if items and _are_short(items):
            yield place, _with_items(place.block.text, items)
            number += len(items)
        elif place.block.kind == "row":
            yield place, place.block.text
        else:
            yield from ((place, text) for text in _sentences(place.block.text))
        number += 1


def _items_after(places: list[_Place], number: int) -> list[str]:
    """The items that a sentence with a colon at its end leads to."""
    if places[number].block.kind != "prose" or not places[number].block.text.endswith((":", ":-")):
        return []
    items: list[str] = []
    for place in places[number + 1 :]:
        if place.block.kind != "item":
            break
        items.append(place.block.text)
    return items


def _are_short(items: list[str]) -> bool:
    return sum(len(item.split()) for item in items) / len(items) < SHORT_ITEM


def _with_items(lead: str, items: list[str]) -> str:
    return " ".join([lead, *items])[:LONGEST]


def _sentences(text: str) -> list[str]:
    """The sentences of a paragraph, without the number that it begins with."""
    found: list[str] = []
    start = 0
    text = _NUMBER.sub("", text, count=1)
    for end in _END.finditer(text):
        if _ABBREVIATED.search(text[start : end.start() + 1].rstrip()) or (end.start() - start < 4):
            continue
        if _ANSWER.fullmatch(text[start : end.end()].strip()):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    return [*found, text[start:].strip()] if text[start:].strip() else found
