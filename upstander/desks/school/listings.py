"""The lists of the school desk, each under the name by which an address speaks of it. A number on Today is one of them.

A name is that of the list and of each filter that narrows it: cases.open.mine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from upstander.desks.school.filters import Filter, chosen_of
from upstander.desks.school.keysets import Order
from upstander.desks.school.ready import Build, count_all
from upstander.kernel.actor import Actor
from upstander.records.assessments.models import Duty
from upstander.records.cases.models import Case, Family, Proposal
from upstander.records.disclosures.arrivals import Arrival
from upstander.records.disclosures.exchange import Exchange
from upstander.records.disclosures.models import Complaint
from upstander.records.intake.emails import emails_to_decide
from upstander.records.intake.models import Report
from upstander.records.investigations.checks import Check, Recurrence
from upstander.records.investigations.devices import Device
from upstander.records.investigations.enquiries import PlannedStep

MOST = 50


@dataclass(frozen=True, slots=True)
class Listing:
    """`words` follow a number: 4 waiting to hear. `case` and `report` are the columns that hold what a row leads to.

    `page` names the page of the row itself, where it has one. `looks_back` are the rows before one, where a row leaves the
    list when it is opened.
    """

    name: str
    words: str
    title: str
    rows: Callable[[Actor, datetime], QuerySet[Any, Any]]
    order: Order
    case: str | None = None
    report: str | None = None
    page: str = ""
    looks_back: Callable[[Actor, datetime], QuerySet[Any, Any]] | None = None


def _steps(actor: Actor) -> QuerySet[Any, Any]:
    """Those of a closed case are no longer for anybody to do."""
    goes_on = Case.objects.open().filter(pk=OuterRef("case_id"))
    return PlannedStep.objects.visible_to(actor).open().filter(Exists(goes_on))


NEWEST_REPORT = Order("received_at", newest_first=True)
NEWEST_CASE = Order("opened_at", newest_first=True)
SOONEST = Order("due_at", newest_first=False)
OLDEST = Order("at", newest_first=False)

WHOLE = {
    listing.name: listing
    for listing in (
        Listing("reports", "reports", "All reports", lambda a, at: Report.objects.visible_to(a), NEWEST_REPORT, report="id"),
        Listing("cases", "cases", "All cases", lambda a, at: Case.objects.visible_to(a), NEWEST_CASE, case="id"),
        Listing(
            "duties",
            "to do",
            "Everything to do",
            lambda a, at: Duty.objects.visible_to(a).open().filter(actor="school"),
            SOONEST,
            case="assessment__case__id",
            report="assessment__report_id",
        ),
        Listing("steps", "steps", "Steps of everybody", lambda a, at: _steps(a), SOONEST, case="case_id"),
        Listing(
            "came_in",
            "still to read",
            "What has come in",
            lambda a, at: Arrival.objects.visible_to(a).unread(),
            OLDEST,
            page="school:came_in",
            looks_back=lambda a, at: Arrival.objects.visible_to(a),
        ),
        Listing(
            "complaints",
            "that do not agree",
            "Families that do not agree",
            lambda a, at: Complaint.objects.visible_to(a).open(),
            Order("answer_by", newest_first=False),
            page="school:complaints",
        ),
        Listing(
            "duplicates",
            "who may be the same",
            "People who may be the same",
            lambda a, at: Proposal.objects.visible_to(a).undecided(),
            Order("proposed_at", newest_first=True),
            page="school:duplicates",
        ),
        Listing(
            "waiting",
            "waiting to hear",
            "Families waiting to hear",
            lambda a, at: Family.objects.visible_to(a).waiting(),
            Order("waiting_since", newest_first=False),
            case="case_id",
        ),
        Listing(
            "checks",
            "to ask",
            "Has it stopped? Who is to be asked",
            lambda a, at: Check.objects.visible_to(a).askable(),
            SOONEST,
            case="case_id",
        ),
        Listing(
            "exchanges",
            "between schools",
            "Between schools",
            lambda a, at: Exchange.objects.visible_to(a),
            Order("begun_at", newest_first=True),
            page="school:exchanges",
        ),
        Listing(
            "devices",
            "still in school",
            "Pupils’ devices that are still in school",
            lambda a, at: Device.objects.visible_to(a).in_school(),
            Order("taken_at", newest_first=False),
            case="case_id",
        ),
        Listing(
            "again",
            "that may have started again",
            "May have started again",
            lambda a, at: Recurrence.objects.visible_to(a).open(),
            OLDEST,
            case="case_id",
        ),
    )
}
BESIDE: dict[str, Build] = {"emails": lambda actor, at, key: emails_to_decide(actor).values("pk")[: MOST + 1]}
_narrowed: dict[str, Listing] = {}


def listing_of(name: str) -> Listing | None:
    """The list of that name, narrowed by each filter that the name has; nothing for a name that is none."""
    plain, *values = name.split(".")
    chosen = chosen_of(plain, values)
    if plain not in WHOLE or len(chosen) != len(values):
        return None
    return narrowed(plain, chosen)


def narrowed(plain: str, chosen: Sequence[Filter]) -> Listing:
    """Shapes: `chosen` as filters.chosen_of gives them, so that the same filters are the same list."""
    name = ".".join([plain, *(each.value for each in chosen)])
    if name not in _narrowed:
        _narrowed[name] = _narrow(WHOLE[plain], name, chosen)
    return _narrowed[name]


def _narrow(whole: Listing, name: str, chosen: Sequence[Filter]) -> Listing:
    if not chosen:
        return whole

    def rows(actor: Actor, at: datetime) -> QuerySet[Any, Any]:
        found = whole.rows(actor, at)
        for each in chosen:
            found = each.narrow(found, actor, at)
        return found

    words = ", ".join(each.words for each in chosen)
    title = chosen[0].title if len(chosen) == 1 else ""
    order = next((each.order for each in chosen if each.order), whole.order)
    return replace(whole, name=name, words=words, title=title or f"{whole.words.capitalize()}: {words}", rows=rows, order=order)


def counts(names: Sequence[str], actor: Actor, at: datetime) -> list[int]:
    """How many are in each list or of BESIDE, but never more than 51: beyond 50 nobody counts. One query."""
    return count_all([(("count", name), BESIDE.get(name) or _limited(_known(name))) for name in names], actor, at)


def _known(name: str) -> Listing:
    found = listing_of(name)
    assert found is not None, name
    return found


def _limited(listing: Listing) -> Build:
    """In the list's order, which leads the planner to the list's index: for any 51 rows it would read the whole table."""
    return lambda actor, at, key: listing.order.sort(listing.rows(actor, at)).values("pk")[: MOST + 1]


def counted(number: int) -> str:
    return f"{MOST}+" if number > MOST else str(number)
