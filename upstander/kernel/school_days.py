"""Time limits in school days: Monday to Friday, less bank holidays and the days on which a school is closed."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache

from upstander.kernel.clock import LONDON

END_OF_DAY = time(16, 0)


class Calendar:
    """The days on which one school is closed, beside weekends and the bank holidays of England.

    Shapes: `closures` are pairs of first and last day, both included.
    """

    def __init__(self, closures: Iterable[tuple[date, date]] = ()) -> None:
        self.closures = tuple(closures)

    def is_school_day(self, day: date) -> bool:
        closed = any(first <= day <= last for first, last in self.closures)
        return day.weekday() < 5 and day not in bank_holidays(day.year) and not closed

    def next_school_day(self, day: date) -> date:
        """The first school day after `day`; a calendar closed for two years counts weekdays instead."""
        following = (day + timedelta(days=n) for n in range(1, 732))
        return next((d for d in following if self.is_school_day(d)), day + timedelta(days=1))

    def after(self, day: date, count: int) -> date:
        for _ in range(count):
            day = self.next_school_day(day)
        return day

    def between(self, first: date, last: date) -> int:
        """How many school days lie after `first`, up to and including `last`."""
        return sum(self.is_school_day(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))

    def end_of_day(self, at: datetime) -> datetime:
        """4 pm on the school day during which something that came in `at` can still be done by then."""
        local = at.astimezone(LONDON)
        open_today = self.is_school_day(local.date()) and local.time() < time(15, 0)
        return closing(local.date() if open_today else self.next_school_day(local.date()))


def closing(day: date) -> datetime:
    return datetime.combine(day, END_OF_DAY, LONDON)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The usual bank holidays of England in a year; a special one is entered by a school as a closure.

    Source: Banking and Financial Dealings Act 1971, Schedule 1, with the customary substitute days.
    """
    easter = _easter(year)
    new_year = _substitute(date(year, 1, 1))
    christmas = date(year, 12, 25)
    if christmas.weekday() == 4:
        winter = (christmas, date(year, 12, 28))
    elif christmas.weekday() in (5, 6):
        winter = (date(year, 12, 27), date(year, 12, 28))
    else:
        winter = (christmas, date(year, 12, 26))
    return frozenset(
        {
            new_year,
            easter - timedelta(days=2),
            easter + timedelta(days=1),
            _first_monday(year, 5),
            _last_monday(year, 5),
            _last_monday(year, 8),
            *winter,
        }
    )


def _substitute(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=last.weekday())


def _easter(year: int) -> date:
    """Easter Sunday. Source: the anonymous Gregorian computus (Nature, 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)
