"""Days and moments as a call handler reads them, in London."""

from __future__ import annotations

from datetime import date, datetime

from upstander.kernel.clock import in_london


def day(value: date) -> str:
    """3 November 2026"""
    on = in_london(value).date() if isinstance(value, datetime) else value
    return f"{on.day} {on:%B %Y}"


def moment(value: datetime) -> str:
    """3 November 2026, 21:14"""
    return f"{day(value)}, {in_london(value):%H:%M}"
