"""Figures of one school that name nobody. A number from 1 to 4 is never given: with it somebody could be recognised."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Q
from django.db.models.functions import TruncDate, TruncMonth

from upstander.kernel.actor import Actor
from upstander.kernel.clock import LONDON, in_london
from upstander.records.access.matrix import May
from upstander.records.access.requiring import require
from upstander.records.cases.models import Families, Family
from upstander.records.intake.models import Report
from upstander.records.organisations.models import Organisation

FEWEST = 5
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, or None where it would be too small to be given."""

    number: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Shapes: `months` are the last twelve, oldest first, each with its first day.

    Units: `median_days` in school days, `share_told` in per cent.
    """

    months: tuple[tuple[date, Figure], ...]
    median_days: Figure
    waiting: Figure
    share_told: Figure


def figures_of(actor: Actor, school: Organisation, at: datetime) -> Figures:
    """Raises: NotPermitted."""
    require(actor, May.READ_FIGURES)
    first = months_before(in_london(at).date(), MONTHS - 1)
    since = datetime.combine(first, time(0), LONDON)
    families = Family.objects.filter(organisation=school, waiting_since__gte=since)
    counts = families.aggregate(told=Count("id", filter=Q(told_at__isnull=False)), everyone=Count("id"))
    told, everyone = counts["told"], counts["everyone"]
    return Figures(
        months=tuple(_by_month(school, since, first)),
        median_days=_median(families, school),
        waiting=given(Family.objects.filter(organisation=school).waiting().count()),
        share_told=Figure(_rounded_share(told, everyone) if everyone >= FEWEST else None),
    )


def given(number: int) -> Figure:
    return Figure(number if number == 0 or number >= FEWEST else None)


def _rounded_share(part: int, whole: int) -> int:
    """To the nearest five per cent, so that a small rest cannot be worked out."""
    return round(100 * part / whole / 5) * 5


def _by_month(school: Organisation, since: datetime, first: date) -> Iterable[tuple[date, Figure]]:
    received = Report.objects.filter(organisation=school, received_at__gte=since)
    counted = received.annotate(month=TruncMonth("received_at", tzinfo=LONDON)).values_list("month").annotate(n=Count("id"))
    by_month = {in_london(month).date(): n for month, n in counted.order_by()}
    for n in range(MONTHS):
        month = months_before(first, -n)
        yield month, given(by_month.get(month, 0))


def months_before(day: date, count: int) -> date:
    """The first day of the month so many months before; after, for a negative count."""
    years, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    return date(years, month + 1, 1)


def _median(families: Families, school: Organisation) -> Figure:
    rows = (
        families.filter(told_at__isnull=False)
        .annotate(first=TruncDate("waiting_since", tzinfo=LONDON), last=TruncDate("told_at", tzinfo=LONDON))
        .values_list("first", "last")
        .annotate(n=Count("id"))
        .order_by()
    )
    calendar = school.calendar()
    waits = sorted((calendar.between(first, last), n) for first, last, n in rows)
    return Figure(_middle(waits)) if sum(n for _, n in waits) >= FEWEST else Figure(None)


def _middle(weighted: Sequence[tuple[int, int]]) -> int:
    half, seen = sum(n for _, n in weighted) / 2, 0
    for value, n in weighted:
        seen += n
        if seen >= half:
            return value
    return 0
