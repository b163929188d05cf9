"""The days on which the school is closed, by which time limits are counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.frame.words import full_day, plural
from upstander.desks.school.attempts import NONE_YET, as_typed, attempt, linked, typed_date
from upstander.kernel.clock import in_london, now
from upstander.kernel.school_days import Calendar, bank_holidays
from upstander.procedures.school.close_days import close_days, open_days
from upstander.records.access.matrix import May
from upstander.records.organisations.models import Closure

DONE = {"closed": "The days are kept, and open time limits are counted anew.", "opened": "These are school days again."}
LOOK_AHEAD = timedelta(days=365)
HALF_A_TERM = timedelta(days=60)  # at the longest: then there is a half-term, or there are holidays


@dataclass(frozen=True, slots=True)
class ClosedLine:
    id: UUID
    days: str
    reason: str
    left_out: str


@staff_page(May.KEEP_SCHOOL)
def days(request: StaffRequest) -> HttpResponse:
    errors, typed = NONE_YET, request.POST
    if request.method == "POST":
        errors = attempt(
            lambda: close_days(
                actor=request.actor,
                first=typed_date(typed, "first"),
                last=typed_date(typed, "last"),
                reason=typed.get("reason", ""),
                at=now(),
            )
        )
        if not errors:
            return redirect(f"{reverse('school:days')}?done=closed")
    today = in_london(now()).date()
    closures = Closure.objects.visible_to(request.actor).filter(last_day__gte=today).order_by("first_day", "id")
    return show(
        request,
        "school/days.html",
        status=422 if errors else 200,
        now_at="school:days",
        title="Days on which the school is closed",
        done=DONE.get(request.GET.get("done", ""), ""),
        closed=[_line(closure) for closure in closures],
        ends=_soon_ends(max((closure.last_day for closure in closures), default=today), today),
        holidays=[full_day(day) for day in _holidays(today)],
        errors=linked(errors, "first", "last"),
        typed=typed,
        first=as_typed(typed, "first"),
        last=as_typed(typed, "last"),
    )


@require_POST
@staff_page(May.KEEP_SCHOOL)
def open_again(request: StaffRequest, closure_id: UUID) -> HttpResponse:
    open_days(actor=request.actor, closure_id=closure_id, at=now())
    return redirect(f"{reverse('school:days')}?done=opened")


def _soon_ends(last: date, today: date) -> str:
    """The day after which nothing is written down, where that comes sooner than the next holidays must; else nothing."""
    return full_day(last) if last < today + HALF_A_TERM else ""


def _line(closure: Closure) -> ClosedLine:
    first, last = closure.first_day, closure.last_day
    count = Calendar().between(first - timedelta(days=1), last)
    shown = full_day(first) if first == last else f"{full_day(first)} to {full_day(last)}"
    return ClosedLine(closure.pk, shown, closure.reason, plural(count, "weekday"))


def _holidays(today: date) -> list[date]:
    both = sorted(bank_holidays(today.year) | bank_holidays(today.year + 1))
    return [day for day in both if today <= day <= today + LOOK_AHEAD]
