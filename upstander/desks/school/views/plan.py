"""The plan of looking into it: who does what by when, within what may be asked."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from upstander.desks.frame.addresses import address
from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.school.attempts import NONE_YET, as_typed, attempt, linked, typed_date, typed_id
from upstander.desks.school.shapes_plan import steps_of, who_could
from upstander.desks.school.views.case_pages import done, opened, page
from upstander.kernel import clock
from upstander.procedures.looking_into.end_step import end_step
from upstander.procedures.looking_into.plan_step import plan_step
from upstander.records.access.matrix import May
from upstander.records.investigations.enquiries import StepKind
from upstander.records.investigations.limits import limits_on

HERE = "school:case_plan"


@staff_page(May.PLAN)
def plan(request: StaffRequest, case_id: UUID) -> HttpResponse:
    errors = NONE_YET
    if request.method == "POST":
        errors = attempt(lambda: _plan(request, case_id))
        if not errors:
            return done(case_id, "step", HERE)
    return _shown(request, case_id, linked(errors, "by_day"))


def _shown(request: StaffRequest, case_id: UUID, errors: Mapping[str, str], ending: str = "") -> HttpResponse:
    it = opened(request, case_id)
    return page(
        request,
        "case_plan.html",
        it,
        title="The plan",
        errors=errors,
        typed=request.POST,
        ending=ending,
        by_day=as_typed(request.POST, "by_day"),
        steps=steps_of(request.actor, it.case, clock.now()),
        kinds=StepKind.choices,
        colleagues=who_could(request.actor, it.case),
        limits=limits_on(it.case),
    )


def _plan(request: StaffRequest, case_id: UUID) -> object:
    typed = request.POST
    return plan_step(
        actor=request.actor,
        case_id=case_id,
        kind=typed.get("kind", ""),
        words=typed.get("words", ""),
        owner_id=typed_id(typed, "owner"),
        by_day=typed_date(typed, "by_day"),
        within_limits=typed.get("within_limits") == "yes",
        at=clock.now(),
    )


@staff_page(May.PLAN)
def end(request: StaffRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    """Done, with what came of it; or dropped, with why."""
    if request.method != "POST":
        return redirect(address(HERE, case_id))
    dropped, note = request.POST.get("how") == "dropped", request.POST.get("note", "")
    errors = attempt(lambda: end_step(actor=request.actor, step_id=step_id, dropped=dropped, note=note, at=clock.now()))
    if errors:
        return _shown(request, case_id, {f"note-{step_id}": sentence for sentence in errors.values()}, str(step_id))
    return done(case_id, "step_dropped" if dropped else "step_done", HERE)
