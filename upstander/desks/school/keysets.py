"""Pages of long lists, cut by where the last row stood and not by counting: page 1,000 costs what page 1 costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

SIZE = 25
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Key:
    """Where a row stands in a list: its time, then its id."""

    at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // timedelta(microseconds=1)}.{self.id.hex}"


def read_key(typed: str) -> Key | None:
    """None for whatever is not a key: an address that somebody shortened shows the first page."""
    time, _, id = typed.partition(".")
    try:
        return Key(EPOCH + timedelta(microseconds=int(time)), UUID(hex=id))
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True)
class Order:
    """By the time in one column, then by id, both the same way."""

    column: str
    newest_first: bool

    def sort(self, rows: QuerySet[Any, Any], *, backwards: bool = False) -> QuerySet[Any, Any]:
        minus = "-" if self.newest_first != backwards else ""
        return rows.order_by(f"{minus}{self.column}", f"{minus}id")

    def beyond(self, rows: QuerySet[Any, Any], key: Key, *, backwards: bool = False) -> QuerySet[Any, Any]:
        """The rows after this place, nearest first. The first condition lets an index find the place."""
        way = "lt" if self.newest_first != backwards else "gt"
        here = rows.filter(Q(**{f"{self.column}__{way}e": key.at}))
        there = here.filter(Q(**{f"{self.column}__{way}": key.at}) | Q(**{f"id__{way}": key.id}))
        return self.sort(there, backwards=backwards)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows. `first` is the number of its first row, as far as whoever pages through has counted."""

    rows: Sequence[Any]
    first: int
    has_newer: bool
    has_older: bool


def cut(rows: QuerySet[Any, Any], order: Order, *, after: Key | None = None, before: Key | None = None) -> Page:
    """At most 25 rows after or before a place, or from the start; a further row tells whether the list goes on."""
    earlier = list(order.beyond(rows, before, backwards=True)[: SIZE + 1]) if before else []
    if earlier:
        return Page(earlier[:SIZE][::-1], 1, len(earlier) > SIZE, True)
    found = list((order.beyond(rows, after) if after else order.sort(rows))[: SIZE + 1])
    return Page(found[:SIZE], 1, after is not None, len(found) > SIZE)
