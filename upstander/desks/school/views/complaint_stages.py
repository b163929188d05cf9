"""The steps of the school's complaints procedure: those in force, which can be changed, and the ones before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.frame.words import full_day
from upstander.desks.school.attempts import NONE_YET, attempt
from upstander.kernel.clock import now
from upstander.procedures.school.set_complaint_stages import MOST, Step, set_complaint_stages
from upstander.records.access.matrix import May
from upstander.records.organisations.complaining import USUAL, USUALLY_SEES_TO
from upstander.records.organisations.models import ComplaintStage, SeesTo

FIELDS = ("name", "to_whom", "days", "reach", "sees_to")
EMPTY = Step("", "", "", "", SeesTo.LEAD)


@dataclass(frozen=True, slots=True)
class Before:
    """A procedure that is not in force any more."""

    days: str
    steps: tuple[ComplaintStage, ...]


@staff_page(May.KEEP_SCHOOL)
def stages(request: StaffRequest) -> HttpResponse:
    errors, steps = NONE_YET, None
    if request.method == "POST":
        steps = _typed(request.POST)
        errors = attempt(lambda: set_complaint_stages(actor=request.actor, steps=steps or (), at=now()))
        if not errors:
            return redirect(f"{reverse('school:complaint_stages')}?done=set")
    every = list(ComplaintStage.objects.visible_to(request.actor).order_by("-since", "number", "id"))
    own = [Step(it.name, it.to_whom, str(it.days), it.reach, it.sees_to) for it in every if it.until is None]
    return show(
        request,
        "school/complaint_stages.html",
        status=422 if errors else 200,
        now_at="school:days",
        title="When a family does not agree",
        done="done" in request.GET,
        errors=errors,
        is_usual=not own,
        steps=_with_room(steps if steps is not None else own or _usual()),
        sees_to=SeesTo.choices,
        before=_before(every),
    )


def _typed(sent: QueryDict) -> list[Step]:
    return [Step(*(sent.get(f"{field}-{place}", "") for field in FIELDS)) for place in range(1, MOST + 1)]


def _with_room(steps: list[Step]) -> list[Step]:
    """Those that there are, and the empty ones that a school may still fill in."""
    return [*steps, *[EMPTY] * MOST][:MOST]


def _usual() -> list[Step]:
    return [Step(it.name, it.to_whom, str(it.days), it.reach, USUALLY_SEES_TO[it.number]) for it in USUAL]


def _before(every: Iterable[ComplaintStage]) -> list[Before]:
    """Shapes: `every` is the newest procedure first, each by its numbers."""
    found: dict[datetime, list[ComplaintStage]] = {}
    for stage in every:
        if stage.until is not None:
            found.setdefault(stage.since, []).append(stage)
    return [Before(f"From {full_day(since)} to {_last(steps)}", tuple(steps)) for since, steps in found.items()]


def _last(steps: list[ComplaintStage]) -> str:
    until = steps[0].until
    return full_day(until) if until else ""
