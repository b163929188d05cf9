"""Try what somebody asked for, and read what they typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from uuid import UUID

from django.db import transaction
from django.http import QueryDict

from upstander.kernel.problems import Problem

NONE_YET: Mapping[str, str] = {}


def attempt(do: Callable[[], object]) -> Mapping[str, str]:
    """What stands in the way, a sentence a field; nothing when it is done. Whatever was begun is undone."""
    try:
        with transaction.atomic():
            do()
    except Problem as problem:
        return problem.sentences
    return {}


def typed_date(given: QueryDict, name: str) -> date | None:
    """The day in three fields; None for a day that does not exist."""
    parts = [given.get(f"{name}-{part}", "").strip() for part in ("year", "month", "day")]
    if not all(part.isdecimal() and len(part) <= 4 for part in parts):
        return None
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


TIME = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?\s*([ap])?\.?m?\.?", re.IGNORECASE)


def typed_time(given: QueryDict, name: str) -> time | None:
    """A time of day as people write it: 14:05, 1405, 9.30, 2 pm. None for anything else."""
    found = TIME.fullmatch(given.get(name, "").strip())
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif found[2] is None:
        return None  # a mere 2 could be in the night
    return time(hour, minute) if hour < 24 and minute < 60 else None


def as_typed(given: QueryDict, name: str) -> dict[str, str]:
    return {part: given.get(f"{name}-{part}", "") for part in ("day", "month", "year")}


def typed_id(given: QueryDict, name: str) -> UUID | None:
    try:
        return UUID(given.get(name, ""))
    except ValueError:
        return None


def linked(errors: Mapping[str, str], *dates: str) -> dict[str, str]:
    """The same sentences under the ids of the fields: a date's link leads to its day."""
    return {f"{field}-day" if field in dates else field: sentence for field, sentence in errors.items()}
