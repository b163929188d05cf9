"""The lists of the school desk, each under the name by which an address speaks of it. A number on Today is one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Value

from upstander.desks.school.keysets import Order
from upstander.desks.school.moments import end_of_today
from upstander.desks.school.ready import Build, count_all
from upstander.kernel.actor import Actor
from upstander.records.access.models import Absence
from upstander.records.assessments.models import Duty
from upstander.records.cases.models import Case, CaseState, Family
from upstander.records.disclosures.models import Complaint, Message
from upstander.records.intake.models import Report, Reports
from upstander.records.investigations.checks import Check, Recurrence
from upstander.records.investigations.devices import Device

MOST = 50


@dataclass(frozen=True, slots=True)
class Listing:
    """`words` follow a number: 4 waiting to hear. `case` and `report` are the columns that hold what a row leads to."""

    name: str
    words: str
    title: str
    rows: Callable[[Actor, datetime], QuerySet[Any, Any]]
    order: Order
    case: str | None
    report: str | None


def _reports(actor: Actor) -> Reports:
    return Report.objects.visible_to(actor)


def _cases(actor: Actor) -> QuerySet[Any, Any]:
    return Case.objects.visible_to(actor)


def _duties(actor: Actor) -> QuerySet[Any, Any]:
    return Duty.objects.visible_to(actor).open().filter(actor="school")


def _withdrawn(actor: Actor) -> QuerySet[Any, Any]:
    return Duty.objects.visible_to(actor).filter(actor="school", withdrawn_at__isnull=False)


def _checks(actor: Actor) -> QuerySet[Any, Any]:
    return Check.objects.visible_to(actor).askable()


def _mine_or_covered(holder: str, actor: Actor, at: datetime) -> Q:
    """What is this person's, and what is of those whom they cover now."""
    covered = Absence.objects.covered_by(actor.membership_id).at(at).values("membership")
    return Q(**{holder: actor.membership_id}) | Q(**{f"{holder}__in": covered})


LATELY = timedelta(days=14)
NEWEST_REPORT = Order("received_at", newest_first=True)
NEWEST_CASE = Order("opened_at", newest_first=True)
SOONEST = Order("due_at", newest_first=False)
LONGEST = Order("waiting_since", newest_first=False)
TO_SUBJECT = {"case": "assessment__case__id", "report": "assessment__report_id"}

LISTINGS = {
    listing.name: listing
    for listing in (
        Listing("reports", "reports", "All reports", lambda a, at: _reports(a), NEWEST_REPORT, None, "id"),
        Listing(
            "reports.untaken",
            "that nobody has taken",
            "Reports nobody has taken",
            lambda a, at: _reports(a).nobody_has_taken(),
            Order("received_at", newest_first=False),
            None,
            "id",
        ),
        Listing(
            "reports.mine",
            "taken by you",
            "Reports taken by you",
            lambda a, at: _reports(a).filter(taken_by=a.membership_id),
            NEWEST_REPORT,
            None,
            "id",
        ),
        Listing("cases", "cases", "All cases", lambda a, at: _cases(a), NEWEST_CASE, "id", None),
        Listing(
            "cases.open", "open", "Open cases", lambda a, at: _cases(a).filter(state=CaseState.OPEN), NEWEST_CASE, "id", None
        ),
        Listing(
            "cases.decided",
            "decided",
            "Decided cases",
            lambda a, at: _cases(a).filter(state=CaseState.DECIDED),
            NEWEST_CASE,
            "id",
            None,
        ),
        Listing(
            "cases.closed",
            "closed",
            "Closed cases",
            lambda a, at: _cases(a).filter(state=CaseState.CLOSED),
            NEWEST_CASE,
            "id",
            None,
        ),
        Listing(
            "cases.mine",
            "led by you",
            "Cases you lead",
            lambda a, at: _cases(a).filter(_mine_or_covered("lead", a, at)),
            NEWEST_CASE,
            "id",
            None,
        ),
        Listing("duties", "to do", "Everything to do", lambda a, at: _duties(a), SOONEST, **TO_SUBJECT),
        Listing(
            "duties.today",
            "due today",
            "Due today",
            lambda a, at: _duties(a).filter(due_at__gte=at, due_at__lt=end_of_today(at)),
            SOONEST,
            **TO_SUBJECT,
        ),
        Listing("duties.overdue", "overdue", "Overdue", lambda a, at: _duties(a).filter(due_at__lt=at), SOONEST, **TO_SUBJECT),
        Listing(
            "duties.unowned",
            "due, and nobody’s",
            "Due today or overdue, and nobody has taken it",
            lambda a, at: _duties(a).filter(due_at__lt=end_of_today(at), owner=None),
            SOONEST,
            **TO_SUBJECT,
        ),
        Listing(
            "duties.mine",
            "for you",
            "For you to do",
            lambda a, at: _duties(a).filter(_mine_or_covered("owner", a, at)),
            SOONEST,
            **TO_SUBJECT,
        ),
        Listing(
            "duties.withdrawn",
            "no longer asked of you",
            "No longer asked of you",
            lambda a, at: _withdrawn(a).filter(owner=a.membership_id, withdrawn_at__gt=Value(at) - Value(LATELY)),
            Order("due_at", newest_first=True),
            **TO_SUBJECT,
        ),
        Listing(
            "answers",
            "answers that have come in",
            "Answers that have come in",
            lambda a, at: Message.objects.visible_to(a).unread_by_school(),
            Order("at", newest_first=False),
            None,
            "report_id",
        ),
        Listing(
            "complaints",
            "that do not agree",
            "Families that do not agree",
            lambda a, at: Complaint.objects.visible_to(a).open(),
            Order("answer_by", newest_first=False),
            "case_id",
            None,
        ),
        Listing(
            "waiting",
            "waiting to hear",
            "Families waiting to hear",
            lambda a, at: Family.objects.visible_to(a).waiting(),
            LONGEST,
            "case_id",
            None,
        ),
        Listing("checks", "to ask", "Has it stopped? Who is to be asked", lambda a, at: _checks(a), SOONEST, "case_id", None),
        Listing(
            "checks.due",
            "to ask by today",
            "Has it stopped? To ask by today",
            lambda a, at: _checks(a).filter(due_at__lt=end_of_today(at)),
            SOONEST,
            "case_id",
            None,
        ),
        Listing(
            "devices",
            "still in school",
            "Pupils’ devices that are still in school",
            lambda a, at: Device.objects.visible_to(a).in_school(),
            Order("taken_at", newest_first=False),
            "case_id",
            None,
        ),
        Listing(
            "again",
            "that may have started again",
            "May have started again",
            lambda a, at: Recurrence.objects.visible_to(a).open(),
            Order("at", newest_first=False),
            "case_id",
            None,
        ),
    )
}


def counts(names: Sequence[str], actor: Actor, at: datetime) -> list[int]:
    """How many are in each list, but never more than 51: beyond 50 nobody counts. One query."""
    return count_all([(("count", name), _limited(LISTINGS[name])) for name in names], actor, at)


def _limited(listing: Listing) -> Build:
    """In the list's order, which leads the planner to the list's index: for any 51 rows it would read the whole table."""
    return lambda actor, at, key: listing.order.sort(listing.rows(actor, at)).values("pk")[: MOST + 1]


def counted(number: int) -> str:
    return f"{MOST}+" if number > MOST else str(number)
