"""Dates, times, counts and codes as people say them. Every time is told in London."""

import datetime as dt
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

LONDON = ZoneInfo("Europe/London")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def london(moment: dt.datetime) -> dt.datetime:
    """Move an aware moment to London.

    Raises: ValueError for a moment without a zone, because guessing one is how deadlines are missed.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone")
    return moment.astimezone(LONDON)


def _date(value: dt.date) -> dt.date:
    return london(value).date() if isinstance(value, dt.datetime) else value


def day(value: dt.date) -> str:
    """14 November"""
    on = _date(value)
    return f"{on.day} {MONTHS[on.month - 1]}"


def short_day(value: dt.date) -> str:
    """14 Nov"""
    on = _date(value)
    return f"{on.day} {MONTHS[on.month - 1][:3]}"


def full_day(value: dt.date) -> str:
    """14 November 2026"""
    on = _date(value)
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def weekday(value: dt.date) -> str:
    """Tuesday"""
    return WEEKDAYS[_date(value).weekday()]


def named_day(value: dt.date) -> str:
    """Tuesday 3 November"""
    return f"{weekday(value)} {day(value)}"


def clock(value: dt.datetime) -> str:
    """21:14"""
    return london(value).strftime("%H:%M")


def hour(value: dt.datetime) -> str:
    """4 pm, 4:30 pm, midday, midnight"""
    at = london(value)
    if at.minute == 0 and at.hour in (0, 12):
        return "midday" if at.hour else "midnight"
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes} {'am' if at.hour < 12 else 'pm'}"


def moment(value: dt.datetime) -> str:
    """4 pm on Tuesday"""
    return f"{hour(value)} on {weekday(value)}"


def full_moment(value: dt.datetime) -> str:
    """4 pm on Tuesday 3 November"""
    return f"{hour(value)} on {named_day(value)}"


def due(value: dt.datetime, now: dt.datetime) -> str:
    """Say a time as a list of things to do needs it: 16:00 · Yesterday 16:00 · Tomorrow 09:00 · 17 Nov"""
    days = (_date(value) - _date(now)).days
    near = {-1: f"Yesterday {clock(value)}", 0: clock(value), 1: f"Tomorrow {clock(value)}"}
    return near.get(days) or short_day(value)


def plural(count: int, one: str, many: str = "") -> str:
    """3 days; 1 family, 4 families (give the second form when it is not one + s)"""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def fours(code: str) -> str:
    """4071992633580142 as 4071 9926 3358 0142"""
    kept = "".join(code.split())
    return " ".join(kept[start : start + 4] for start in range(0, len(kept), 4))


def paragraphs(text: str) -> Markup:
    """Show what somebody typed as they laid it out: blank lines part paragraphs, line ends stay, nothing is markup.

    Each paragraph finds its own direction, so that a name in Arabic does not turn the sentence around it.
    """
    safe = str(escape(str(text))).replace("\r\n", "\n").replace("\r", "\n")
    parts = [part.strip("\n").replace("\n", "<br>") for part in safe.split("\n\n") if part.strip()]
    return Markup("".join(f'<p class="govuk-body" dir="auto">{part}</p>' for part in parts))  # noqa: S704  (escaped, two lines up)
