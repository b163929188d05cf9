"""The reading order of a page.

Most files hold their text in reading order, columns and cells too, and then nothing is changed. Some print two columns
line by line, left and right in turn: those are told by a gutter that many lines share, and put right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from upstander.policytext.readers.lines import Line

FEWEST = 6  # pairs of lines side by side that make a page one of columns
NARROWEST = 0.25  # of the width of the text; cells of a table are often narrower


def in_reading_order(parts: Sequence[Line]) -> list[Line]:
    """Shapes: parts of lines as the file has them, split wherever there is a wide gap."""
    gutter = _gutter(parts)
    return _whole_lines(parts) if gutter is None else _by_column(parts, gutter)


def _side_by_side(one: Line, other: Line) -> bool:
    return abs(one.bottom - other.bottom) < one.height * 0.4 and other.left > one.right


def _gutter(parts: Sequence[Line]) -> float | None:
    """Where the gap between two columns is that were printed line by line, if they were."""
    pairs = [(one, other) for one, other in pairwise(parts) if _side_by_side(one, other)]
    if len(pairs) < FEWEST or len(pairs) * 3 < len(parts):
        return None
    width = max(part.right for part in parts) - min(part.left for part in parts)
    if (
        min(median(one.right - one.left for one, _ in pairs), median(two.right - two.left for _, two in pairs))
        < width * NARROWEST
    ):
        return None
    middle = median((one.right + other.left) / 2 for one, other in pairs)
    clear = [pair for pair in pairs if pair[0].right <= middle <= pair[1].left]
    return middle if len(clear) >= max(FEWEST, len(pairs) * 0.8) else None


def _by_column(parts: Sequence[Line], gutter: float) -> list[Line]:
    """Left before right, between one line across the whole page and the next."""
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for part in sorted(parts, key=lambda part: (-part.top, part.left)):
        if part.left < gutter < part.right:
            ordered += [*left, *right, part]
            left, right = [], []
        else:
            (left if part.right <= gutter else right).append(part)
    return [*ordered, *left, *right]


def _whole_lines(parts: Sequence[Line]) -> list[Line]:
    """Put together what a tab or a wide gap divides."""
    lines: list[Line] = []
    for part in parts:
        last = lines[-1] if lines else None
        if last is not None and _side_by_side(last, part):
            lines[-1] = replace(
                last,
                text=f"{last.text.rstrip()} {part.text.lstrip()}",
                right=part.right,
                top=max(last.top, part.top),
                bottom=min(last.bottom, part.bottom),
                bold=last.bold and part.bold,
                parts=last.parts + 1,
            )
        else:
            lines.append(part)
    return lines
