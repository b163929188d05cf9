"""From the lines of a page, with their places, to blocks: headings, paragraphs, items and rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from upstander.policytext.document import Block
from upstander.policytext.wording import (
    clean,
    could_be_heading,
    is_bullet_alone,
    is_item,
    is_numbered_sentence,
    looks_like_heading,
    without_bullet,
)

_KEEPS_ITS_HYPHEN = {"off", "self", "well", "non", "anti", "co", "on", "out", "in", "multi", "face", "long", "short", "face-to"}
_HYPHEN_AT_END = re.compile(r"([A-Za-z]+)-$")
_NUMBERED_SENTENCE = re.compile(r"^\s*\d{1,2}[.)]\s+[A-Z]")
_ENDS = re.compile(r"[.!?;:]['\")]*$")
_NUMBERS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"^(?:page\s*)?\|?\s*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\s*\|?(?:\s*page)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or the part of one in a column or cell.

    Units: PDF points, from the bottom left corner of the page, so that `top` is larger than `bottom`.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    bold: bool = False
    parts: int = 1  # side by side, as a label and its value are
    paragraph: str = ""  # where a machine has read the page, which paragraph it says that this is in

    @property
    def height(self) -> float:
        return self.top - self.bottom


Page = Sequence[Line]


def without_furniture(pages: Sequence[Page]) -> list[list[Line]]:
    """Leave out page numbers, and lines that most pages have at their very top or bottom."""
    at_edges = Counter(key for page in pages for key in {_edge_key(line) for line in (*page[:2], *page[-2:])})
    often = {key for key, count in at_edges.items() if count >= max(2, len(pages) // 2)}
    return [[line for line in page if not _is_furniture(line, page, often)] for page in pages]


def _edge_key(line: Line) -> str:
    return _NUMBERS.sub("#", clean(line.text).casefold())


def _is_furniture(line: Line, page: Page, often: set[str]) -> bool:
    at_edge = line in page[:2] or line in page[-2:]
    return at_edge and (_edge_key(line) in often or _PAGE_NUMBER.match(clean(line.text)) is not None)


def blocks_of(pages: Iterable[tuple[int, Page]]) -> list[Block]:
    """Shapes: pages as (number, lines in reading order)."""
    pages = list(pages)
    letters = Letters.of([line for _, page in pages for line in page])
    read = [it for number, page in pages for group in _groups(page, letters) for it in _read(group, number, letters)]
    return _whole_paragraphs(_no_heading_of_nothing(read))


@dataclass(frozen=True, slots=True)
class Letters:
    """What most of the text is printed in. Units: points."""

    usual: float
    bold_is_rare: bool

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Letters:
        heights: Counter[float] = Counter()
        for line in lines:
            heights[round(line.height, 1)] += len(line.text)
        usual = heights.most_common(1)[0][0] if heights else 1.0
        if any(line.paragraph for line in lines):
            usual = median(line.height for line in lines)
        return cls(max(usual, 0.1), sum(line.bold for line in lines) < 0.4 * len(lines))


@dataclass(slots=True)
class Group:
    """Lines that belong together: a paragraph, an item, or the cells of one row; is_listed: an item without a bullet."""

    lines: list[Line]
    is_row: bool = False
    is_listed: bool = False


def _groups(page: Page, letters: Letters) -> Iterator[Group]:
    group: Group | None = None
    for line in page:
        broken = False
        if group is not None and _same_row(group, line, letters.usual):
            group.lines.append(line)
            group.is_row = True
        elif group is not None and _goes_on(group, line, letters) and not (broken := _is_broken(group, line, page)):
            group.lines.append(line)
        else:
            if group is not None:
                group.is_listed |= broken
                yield group
            group = Group([line], is_row=line.parts > 1, is_listed=broken)
    if group is not None:
        yield group


def _same_row(group: Group, line: Line, usual: float) -> bool:
    """Whether the line begins, or carries on, a further cell of the row that the group is."""
    if line.paragraph or line.parts > 1:
        return False
    first, last = group.lines[0], group.lines[-1]
    level = abs(line.top - first.top) < usual * 0.6
    if level and line.left > first.left + usual and line.left >= last.left:
        return first.top - min(it.bottom for it in group.lines) < usual * 16  # taller than that, it is a column of prose
    below_in_cell = abs(line.left - last.left) < usual and 0 <= last.bottom - line.bottom < usual * 1.9
    return group.is_row and below_in_cell and line.left > first.left + usual


def _goes_on(group: Group, line: Line, letters: Letters) -> bool:
    """Whether the line carries on the paragraph."""
    last = group.lines[-1]
    if group.is_row or line.parts > 1 or is_item(line.text) or is_bullet_alone(line.text):
        return False
    if _NUMBERED_SENTENCE.match(line.text) and _ENDS.search(last.text.rstrip()):
        return False
    if line.paragraph or last.paragraph:
        return line.paragraph == last.paragraph
    if is_bullet_alone(last.text):
        return abs(last.bottom - line.bottom) < letters.usual
    if not 0 < last.bottom - line.bottom < max(last.height, line.height) * 1.55:
        return False
    same_letters = abs(last.height - line.height) < letters.usual * 0.04 and (last.bold == line.bold or not letters.bold_is_rare)
    return same_letters and line.left < last.right and not (looks_like_heading(last.text) and line.text[:1].isupper())


def _is_broken(group: Group, line: Line, page: Page) -> bool:
    """Whether the line before ends although the first words of this one had room: an item follows on an item."""
    last = group.lines[-1]
    if line.paragraph or not line.text[:1].isupper() or last.text.rstrip()[-1:] in ".,;:?!-":
        return False
    edge = max(it.right for it in page if _in_column(it, line))
    begins = " ".join(line.text.split()[:2])  # two, since some words are kept together with the next: Year 9
    return last.right + len(begins) / len(line.text) * (line.right - line.left) + line.height < edge


def _in_column(other: Line, line: Line) -> bool:
    """Begins below or above it, not far away, in letters of the same size."""
    near = abs(other.left - line.left) < line.height and abs(other.bottom - line.bottom) < 12 * line.height
    return near and abs(other.height - line.height) < 0.05 * line.height


def _read(group: Group, page: int, letters: Letters) -> Iterator[tuple[Block, bool]]:
    """The block, and whether it is a heading only because it is short and stands alone."""
    text = joined(line.text for line in group.lines)
    if not text:
        return
    if group.is_row:
        yield Block("row", text, page), False
    elif not group.is_listed and _is_heading(group, text, letters):
        yield Block("heading", text, page), False
    elif group.is_listed or is_item(text) or is_numbered_sentence(text):
        yield Block("item", without_bullet(text), page), False
    elif len(group.lines) == 1 and could_be_heading(text) and len(text.split()) <= 10 and text[:1].isupper():
        yield Block("heading", text, page), not text.endswith("?")
    else:
        yield Block("prose", text, page), False


def _is_heading(group: Group, text: str, letters: Letters) -> bool:
    if len(group.lines) > 3 or not could_be_heading(text) or is_item(text):
        return False
    by_machine = any(line.paragraph for line in group.lines)
    large = all(line.height > letters.usual * (1.6 if by_machine else 1.06) for line in group.lines)
    bold = letters.bold_is_rare and all(line.bold for line in group.lines)
    return large or bold or (len(group.lines) == 1 and looks_like_heading(text))


def _no_heading_of_nothing(read: list[tuple[Block, bool]]) -> list[Block]:
    """Short lines one after the other are a list without bullets, and not headings of nothing."""
    blocks: list[Block] = []
    for place, (block, doubtful) in enumerate(read):
        around = read[max(0, place - 1) : place] + read[place + 1 : place + 2]
        alone = not any(other_doubtful for _, other_doubtful in around)
        blocks.append(block if not doubtful or alone else replace(block, kind="item"))
    return blocks


def _whole_paragraphs(blocks: list[Block]) -> list[Block]:
    """Put together what the end of a column or page divides: a text without an end, and one that begins small."""
    whole: list[Block] = []
    for block in blocks:
        last = whole[-1] if whole else None
        if (
            last
            and block.kind == "prose"
            and block.text[:1].islower()
            and last.kind in ("prose", "item")
            and not _ENDS.search(last.text)
        ):
            whole[-1] = replace(last, text=joined([last.text, block.text]))
        else:
            whole.append(block)
    return whole


def joined(lines: Iterable[str]) -> str:
    """One text from lines; a word that was divided at a line's end is whole again."""
    text = ""
    for line in lines:
        text = _join(text, line.replace("\ufffe", "\u0002").rstrip())
    return clean(text)


def _join(text: str, line: str) -> str:
    if text.endswith(("\u0002", "\u00ad")):
        return text[:-1] + ("-" if _keeps(text[:-1] + "-") else "") + line.lstrip()
    if _HYPHEN_AT_END.search(text) and line[:1].islower():
        return (text if _keeps(text) else text[:-1]) + line
    return f"{text} {line}"


def _keeps(text: str) -> bool:
    found = _HYPHEN_AT_END.search(text)
    return found is not None and found.group(1).lower() in _KEEPS_ITS_HYPHEN
