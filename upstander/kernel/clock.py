"""Time as this program knows it: aware, in UTC, and spoken of in London."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    return datetime.now(UTC)


def in_london(at: datetime) -> datetime:
    return at.astimezone(LONDON)
