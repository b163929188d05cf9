"""Make the checks: 14 and 28 days after it was decided, the family and the child are asked whether it has stopped."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.clock import in_london
from upstander.kernel.school_days import Calendar, closing
from upstander.records.assessments.assessing import fulfil
from upstander.records.cases.models import Case, Involvement
from upstander.records.investigations.checks import Asked, Check

DAYS_AFTER = (14, 28)
SET_BY_THIS = ("review_date",)
ASKED_AGAIN = "What was found was looked at again. It is asked anew from then."


def check_after(case: Case, *, by: Actor, at: datetime, anew: bool) -> None:
    """Ask about each targeted child from now on, and count that as the date that the rulebook wants to be set.

    `anew` withdraws what is still to be asked; without it nothing is made while something is.
    """
    still_open = Check.objects.open().filter(case=case)
    if anew:
        still_open.update(withdrawn_at=at, withdrawn_because=ASKED_AGAIN)
    if not anew and still_open.exists():
        fulfil(case.assessment, SET_BY_THIS, by=by, at=at)
        return
    days = _days(case, at)
    children = Involvement.objects.current().targeted().filter(case=case, person__is_child=True)
    Check.objects.bulk_create(_checks(case, set(children.values_list("person_id", flat=True)), days, at))
    note = f"The family and the child are asked on {' and '.join(f'{day:%-d %B}' for day in days)}."
    fulfil(case.assessment, SET_BY_THIS, by=by, at=at, note=note)


def _days(case: Case, at: datetime) -> list[datetime]:
    """By 4 pm on that day, or on the next on which somebody is at school to ask."""
    calendar = case.assessment.organisation.calendar()
    return [_on_a_school_day(calendar, at + timedelta(days=count)) for count in DAYS_AFTER]


def _on_a_school_day(calendar: Calendar, at: datetime) -> datetime:
    day = in_london(at).date()
    return closing(day if calendar.is_school_day(day) else calendar.next_school_day(day))


def _checks(case: Case, children: Iterable[UUID], days: Iterable[datetime], at: datetime) -> Iterable[Check]:
    for child in children:
        for due_at in days:
            for asks in Asked:
                yield Check(organisation_id=case.organisation_id, case=case, child_id=child, asks=asks, due_at=due_at, made_at=at)
