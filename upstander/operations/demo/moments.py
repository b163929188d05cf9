"""Moments as the stories write them: “12 school days ago 09:10”, “50 minutes ago”."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from upstander.kernel.clock import LONDON, in_london
from upstander.kernel.school_days import Calendar

SCHOOL_DAYS = re.compile(r"(\d+) school days ago (\d\d):(\d\d)")
SHORTLY = re.compile(r"(\d+) (minutes|hours) ago")
DAYS_BEFORE = re.compile(r"(\d+) days before")


def moment(words: str, *, now: datetime, calendar: Calendar) -> datetime:
    """Raises: ValueError, for words that are neither."""
    if found := SHORTLY.fullmatch(words):
        return now - timedelta(**{found[2]: int(found[1])})
    if found := SCHOOL_DAYS.fullmatch(words):
        day = school_days_before(in_london(now).date(), int(found[1]), calendar)
        return datetime.combine(day, time(int(found[2]), int(found[3])), LONDON)
    raise ValueError(f"not a moment: {words}")


def school_days_before(today: date, count: int, calendar: Calendar) -> date:
    day = today
    while count:
        day -= timedelta(days=1)
        count -= calendar.is_school_day(day)
    return day


def typed_date(words: str, *, said_on: date) -> dict[str, str]:
    """A date as the family desk keeps it. Raises: ValueError."""
    found = DAYS_BEFORE.fullmatch(words)
    if not found:
        raise ValueError(f"not a day: {words}")
    day = said_on - timedelta(days=int(found[1]))
    return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}
