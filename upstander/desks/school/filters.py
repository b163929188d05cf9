"""What narrows a list: filters that combine, one of each sort, each by a column or a small set that an index finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from upstander.desks.school.keysets import Order
from upstander.desks.school.moments import end_of_today
from upstander.kernel.actor import Actor
from upstander.records.access.models import Absence
from upstander.records.assessments.models import Duty
from upstander.records.cases.models import CaseState, Family
from upstander.records.disclosures.exchange import Turn
from upstander.records.intake.models import Relation, TakenDown
from upstander.records.investigations.checks import Recurrence

Rows = QuerySet[Any, Any]
LATELY = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Filter:
    """`words` follow a number and stand in a title, `text` is on the chip. Of one `sort` only one is chosen, and with one that
    stands `alone` nothing else. `title` is that of the list which has only this one.
    """

    value: str
    sort: str
    text: str
    words: str
    narrow: Callable[[Rows, Actor, datetime], Rows]
    title: str = ""
    order: Order | None = None
    alone: bool = False


def mine_or_covered(holder: str, actor: Actor, at: datetime) -> Q:
    """What is this person's, and what is of those whom they cover now."""
    covered = Absence.objects.covered_by(actor.membership_id).at(at).values("membership")
    return Q(**{holder: actor.membership_id}) | Q(**{f"{holder}__in": covered})


def _among(rows: Rows, small: QuerySet[Any, Any]) -> Rows:
    """Those whose keys are in a small set, which is read first: IN would be planned as a join."""
    keys = Func(F("pk"), ArraySubquery(small), template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField())
    return rows.filter(keys)


def _withdrawn(rows: Rows, actor: Actor, at: datetime) -> Rows:
    """Not of the open ones: what was asked of this person lately and is so no more."""
    theirs = Duty.objects.visible_to(actor).filter(actor="school", withdrawn_at__isnull=False, owner=actor.membership_id)
    return theirs.filter(withdrawn_at__gt=Value(at) - Value(LATELY))


REPORTS = (
    Filter(
        "untaken", "taken", "Nobody has taken", "that nobody has taken", lambda rows, a, at: rows.filter(taken_at=None),
        "Reports nobody has taken", Order("received_at", newest_first=False),
    ),
    Filter("mine", "taken", "Taken by me", "taken by you", lambda rows, a, at: rows.filter(taken_by=a.membership_id)),
    Filter("parent", "from", "From a parent", "from a parent", lambda rows, a, at: rows.filter(relation=Relation.PARENT)),
    Filter("child", "from", "From the child", "from the child", lambda rows, a, at: rows.filter(relation=Relation.CHILD)),
    Filter(
        "written", "how", "Written down here", "written down here",
        lambda rows, a, at: _among(rows, TakenDown.objects.visible_to(a).order_by().values("report_id")),
    ),
)  # fmt: skip
CASES = (
    Filter("open", "state", "Open", "open", lambda rows, a, at: rows.filter(state=CaseState.OPEN), "Open cases"),
    Filter("decided", "state", "Decided", "decided", lambda rows, a, at: rows.filter(state=CaseState.DECIDED), "Decided cases"),
    Filter("closed", "state", "Closed", "closed", lambda rows, a, at: rows.filter(state=CaseState.CLOSED), "Closed cases"),
    Filter(
        "mine", "whose", "Mine", "led by you", lambda rows, a, at: rows.filter(mine_or_covered("lead", a, at)), "Cases you lead"
    ),
    Filter(
        "waiting", "waiting", "A family waits", "in which a family waits to hear",
        lambda rows, a, at: _among(rows, Family.objects.waiting().order_by().values("case_id")),
    ),
    Filter(
        "again", "again", "May have started again", "that may have started again",
        lambda rows, a, at: _among(rows, Recurrence.objects.open().order_by().values("case_id")),
    ),
)  # fmt: skip
DUTIES = (
    Filter(
        "today", "when", "Due today", "due today",
        lambda rows, a, at: rows.filter(due_at__gte=at, due_at__lt=end_of_today(at)), "Due today",
    ),
    Filter("overdue", "when", "Overdue", "overdue", lambda rows, a, at: rows.filter(due_at__lt=at), "Overdue"),
    Filter(
        "due", "when", "By tonight", "due", lambda rows, a, at: rows.filter(due_at__lt=end_of_today(at)), "Due today or overdue"
    ),
    Filter("unowned", "whose", "Nobody’s", "nobody’s", lambda rows, a, at: rows.filter(owner=None), "Nobody has taken it"),
    Filter(
        "mine", "whose", "For me", "for you", lambda rows, a, at: rows.filter(mine_or_covered("owner", a, at)), "For you to do"
    ),
    Filter(
        "withdrawn", "withdrawn", "No longer mine", "no longer asked of you", _withdrawn, "No longer asked of you",
        Order("due_at", newest_first=True), alone=True,
    ),
)  # fmt: skip
STEPS = (
    Filter(
        "mine", "whose", "For me", "for you", lambda rows, a, at: rows.filter(mine_or_covered("owner", a, at)), "Steps for you"
    ),
    Filter("overdue", "when", "Overdue", "overdue", lambda rows, a, at: rows.filter(due_at__lt=at), "Steps that are overdue"),
)
CHECKS = (
    Filter(
        "due", "when", "To ask by today", "to ask by today", lambda rows, a, at: rows.filter(due_at__lt=end_of_today(at)),
        "Has it stopped? To ask by today",
    ),
)  # fmt: skip
EXCHANGES = (
    Filter(
        "ours", "turn", "For us to do", "that wait for us", lambda rows, a, at: rows.filter(turn=Turn.US),
        "They wait for us",
    ),
    Filter("theirs", "turn", "We wait", "that we wait for", lambda rows, a, at: rows.filter(turn=Turn.THEM), "We wait for them"),
    Filter("came", "way", "Came to us", "that came to us", lambda rows, a, at: rows.filter(began_here=False)),
    Filter("went", "way", "From us", "from us", lambda rows, a, at: rows.filter(began_here=True)),
)  # fmt: skip
FILTERS: dict[str, tuple[Filter, ...]] = {
    "reports": REPORTS,
    "cases": CASES,
    "duties": DUTIES,
    "steps": STEPS,
    "checks": CHECKS,
    "exchanges": EXCHANGES,
}


def chosen_of(name: str, values: list[str]) -> tuple[Filter, ...]:
    """The filters of a list that an address names, in their own order. Of one sort the last counts; unknown ones are left out."""
    known = {each.value: each for each in FILTERS.get(name, ())}
    by_sort: dict[str, Filter] = {}
    for value in values:
        if value in known:
            by_sort[known[value].sort] = known[value]
    alone = [each for each in by_sort.values() if each.alone]
    kept = alone[-1:] or list(by_sort.values())
    return tuple(each for each in known.values() if each in kept)
