"""Bars as SVG that the server draws: no script, no style attribute, and the numbers in a table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from upstander.desks.frame.words import MONTHS
from upstander.records.figures.school import FEWEST, Figure

WIDTH, HEIGHT, GAP, FOOT, HEAD = 720, 220, 12, 24, 20


@dataclass(frozen=True, slots=True)
class Bar:
    """Units: user units of the drawing. `is_small` is a number that is not given: an outline, the same height for all."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: str
    is_small: bool


def words(figure: Figure) -> str:
    return f"fewer than {FEWEST}" if figure.number is None else str(figure.number)


def bars(months: Sequence[tuple[date, Figure]]) -> list[Bar]:
    most = max(FEWEST, *(figure.number or 0 for _, figure in months))
    step = WIDTH / len(months)
    drawn = []
    for place, (month, figure) in enumerate(months):
        tall = (FEWEST - 1 if figure.number is None else figure.number) / most * (HEIGHT - FOOT - HEAD)
        drawn.append(
            Bar(
                x=round(place * step + GAP / 2, 1),
                y=round(HEIGHT - FOOT - tall, 1),
                width=round(step - GAP, 1),
                height=round(tall, 1),
                label=MONTHS[month.month - 1][:3],
                value="<5" if figure.number is None else str(figure.number),
                is_small=figure.number is None,
            )
        )
    return drawn
