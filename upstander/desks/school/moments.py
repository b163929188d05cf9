"""Moments that lists are cut by."""

from datetime import datetime, time, timedelta

from upstander.kernel.clock import LONDON, in_london


def end_of_today(at: datetime) -> datetime:
    return datetime.combine(in_london(at).date() + timedelta(days=1), time(0), LONDON)
