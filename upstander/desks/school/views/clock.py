"""Stopping the clock of a case, and letting it go on."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.school.attempts import NONE_YET, as_typed, attempt, linked, typed_date
from upstander.desks.school.views.case_pages import done, opened, page
from upstander.kernel.clock import now
from upstander.procedures.cases.stop_clock import start_clock, stop_clock
from upstander.records.access.matrix import May


@staff_page(May.STOP_CLOCK)
def clock(request: StaffRequest, case_id: UUID) -> HttpResponse:
    errors, typed = NONE_YET, request.POST
    if request.method == "POST":
        reason, until = typed.get("reason", ""), typed_date(typed, "until")
        errors = attempt(lambda: stop_clock(actor=request.actor, case_id=case_id, reason=reason, until=until, at=now()))
        if not errors:
            return done(case_id, "stopped")
    it = opened(request, case_id)
    return page(
        request,
        "case_clock.html",
        it,
        title="The clock is stopped" if it.file.stopped else "Stop the clock",
        errors=linked(errors, "until"),
        typed=typed,
        until=as_typed(typed, "until"),
        stopped=it.file.stopped,
    )


@require_POST
@staff_page(May.STOP_CLOCK)
def start(request: StaffRequest, case_id: UUID) -> HttpResponse:
    attempt(lambda: start_clock(actor=request.actor, case_id=case_id, at=now()))
    return done(case_id, "started")
