"""Rows of people who may be the same one: both sides, and what they have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from upstander.desks.frame.words import due
from upstander.desks.school.keysets import Key
from upstander.desks.school.rows import Reading
from upstander.desks.school.through import address

SIDE = ("name", "is_child", "year_group", "school_name", "accounts")


@dataclass(frozen=True, slots=True)
class PairRow:
    """Each side is a name, and what is known of them."""

    found: str
    one: tuple[str, str]
    other: tuple[str, str]
    because: str
    href: str


def pair_columns(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    return rows.values_list(
        "proposed_at", "id", "because", *(f"{side}__{column}" for side in ("one", "other") for column in SIDE)
    )


def pair_rows(rows: Iterable[Sequence[Any]], reading: Reading, first: int = 1) -> list[PairRow]:
    return [
        PairRow(
            found=due(at, reading.at),
            one=_side(*sides[: len(SIDE)]),
            other=_side(*sides[len(SIDE) :]),
            because=", ".join(because),
            href=address(None, None, reading.listing, Key(at, id), number),
        )
        for number, (at, id, because, *sides) in enumerate(rows, first)
    ]


def _side(name: str, is_child: bool, year: str, school: str, accounts: Sequence[str]) -> tuple[str, str]:
    return name, ", ".join(filter(None, (year if is_child else "a grown-up", school, *accounts)))
