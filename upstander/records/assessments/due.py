"""When a duty is due: the rulebook's time limit, counted in the school's own days."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from upstander.kernel.clock import in_london
from upstander.kernel.school_days import Calendar, closing

AT_ONCE = timedelta(hours=1)
COUNTED = re.compile(r"(school_days|working_days|months)_([1-9][0-9]?)")


def due_at(limit: str, at: datetime, calendar: Calendar) -> datetime:
    """Turn a time limit of a rulebook into a moment.

    `at_once` is within the hour, whatever the hour. `same_day` is by 4 pm, on the next school day when it came in too late
    for anybody to be there. `next_school_day`, `school_days_N`, `working_days_N` (a school's holidays count) and `months_N`
    are by 4 pm on that day.

    Raises: ValueError, for a limit that is none of these.
    """
    today = in_london(at).date()
    if limit == "at_once":
        return at + AT_ONCE
    if limit == "same_day":
        return calendar.end_of_day(at)
    if limit == "next_school_day":
        return closing(calendar.next_school_day(today))
    counted = COUNTED.fullmatch(limit)
    if counted is None:
        raise ValueError(f"unknown time limit: {limit}")
    unit, count = counted[1], int(counted[2])
    if unit == "months":
        return closing(_months_after(today, count))
    days = calendar if unit == "school_days" else Calendar()
    return closing(days.after(today, count))


def due_despite(limit: str, at: datetime, calendar: Calendar, stops: Iterable[tuple[date, date]]) -> datetime:
    """As `due_at`, with the school days left out on which the clock stood still. What is due at once or the same day never waits.

    Shapes: `stops` are pairs of the day on which it was stopped and the last day that does not count, in order. A time limit
    that has run out before a stop stays as it is.
    """
    due = due_at(limit, at, calendar)
    if not COUNTED.fullmatch(limit):
        return due
    for first, last in stops:
        day, begin = in_london(due).date(), max(first, in_london(at).date())
        if begin < day and begin < last:
            due = closing(calendar.after(day, calendar.between(begin, last)))
    return due


def _months_after(day: date, count: int) -> date:
    years, month = divmod(day.month - 1 + count, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
