"""How long a family has waited, in school days, without counting the same days again for every row."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from upstander.desks.frame.words import plural
from upstander.kernel.clock import in_london
from upstander.kernel.school_days import Calendar
from upstander.records.organisations.models import Closure, Organisation

KEPT_SECONDS = 60


class Waits:
    """One organisation's calendar, as it is today."""

    def __init__(self, organisation: Organisation, at: datetime) -> None:
        self.closures = _closures(organisation.pk, int(at.timestamp()) // KEPT_SECONDS)
        self.today = in_london(at).date()

    def since(self, moment: datetime | None) -> str:
        """6 school days, today, or a dash where no family waits."""
        if moment is None:
            return "–"
        first = in_london(moment).date()
        if first >= self.today:
            return "today"
        return plural(_school_days(self.closures, first, self.today), "school day")


@lru_cache(maxsize=512)
def _closures(organisation_id: UUID, minute: int) -> tuple[tuple[date, date], ...]:
    """Published, and changed a few times a year: read once a minute."""
    rows = Closure.objects.filter(organisation_id=organisation_id).values_list("first_day", "last_day")
    return tuple(rows)


@lru_cache(maxsize=4096)
def _school_days(closures: tuple[tuple[date, date], ...], first: date, last: date) -> int:
    return Calendar(closures).between(first, last)
