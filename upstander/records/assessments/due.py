"""When a duty is due: the rulebook's time limit, counted in the school's own days."""

from datetime import datetime, timedelta

from upstander.kernel.clock import in_london
from upstander.kernel.school_days import Calendar, closing

AT_ONCE = timedelta(hours=1)


def due_at(limit: str, at: datetime, calendar: Calendar) -> datetime:
    """Turn a time limit into a moment.

    `at_once` is within the hour, whatever the hour. `same_day` is by 4 pm, on the next school day when it came in too late
    for anybody to be there. `next_school_day` and `school_days:N` are by 4 pm on that day.

    Raises: ValueError, for a limit that is none of these.
    """
    today = in_london(at).date()
    name, _, count = limit.partition(":")
    if name == "at_once":
        return at + AT_ONCE
    if name == "same_day":
        return calendar.end_of_day(at)
    if name == "next_school_day":
        return closing(calendar.next_school_day(today))
    if name == "school_days" and count.isdigit():
        return closing(calendar.after(today, int(count)))
    raise ValueError(f"unknown time limit: {limit}")
