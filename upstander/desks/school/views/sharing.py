"""Who can see a case: by role, because it was given to them, or not at all because of a conflict of interest."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.school.attempts import attempt, typed_id
from upstander.desks.school.shapes_sharing import access_of
from upstander.desks.school.views.case_pages import done, opened, page
from upstander.kernel import clock
from upstander.procedures.cases.assign_lead import assign_lead
from upstander.procedures.cases.grant_case import grant_case, take_back_case
from upstander.procedures.cases.wall_off_member import wall_off_member
from upstander.records.access.matrix import May

PAGE = "school:case_access"


@staff_page(May.READ_REPORT)
def access(request: StaffRequest, case_id: UUID) -> HttpResponse:
    return _page(request, case_id)


def _page(request: StaffRequest, case_id: UUID, errors: object = None) -> HttpResponse:
    it = opened(request, case_id)
    return page(
        request,
        "case_access.html",
        it,
        title="Who can see this case",
        errors=errors or {},
        typed=request.POST,
        access=access_of(request.actor, it.case),
        me=str(request.actor.member),
    )


@require_POST
@staff_page(May.SHARE_CASE)
def give(request: StaffRequest, case_id: UUID) -> HttpResponse:
    member = typed_id(request.POST, "member")
    errors = attempt(lambda: grant_case(actor=request.actor, case_id=case_id, member_id=member, at=clock.now()))
    return _page(request, case_id, errors) if errors else done(case_id, "given", PAGE)


@require_POST
@staff_page(May.SHARE_CASE)
def take_back(request: StaffRequest, case_id: UUID) -> HttpResponse:
    member = typed_id(request.POST, "given")
    errors = attempt(lambda: take_back_case(actor=request.actor, case_id=case_id, member_id=member, at=clock.now()))
    return _page(request, case_id, errors) if errors else done(case_id, "taken_back", PAGE)


@require_POST
@staff_page(May.SHARE_CASE)
def lead(request: StaffRequest, case_id: UUID) -> HttpResponse:
    member = typed_id(request.POST, "lead")
    errors = attempt(lambda: assign_lead(actor=request.actor, case_id=case_id, member_id=member, at=clock.now()))
    return _page(request, case_id, errors) if errors else done(case_id, "lead", PAGE)


@require_POST
@staff_page(May.READ_REPORT)
def conflict(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """For a colleague it takes a lead; about oneself anybody who has the case may say it, and then has it no more."""
    member, reason = typed_id(request.POST, "colleague"), request.POST.get("reason", "")
    errors = attempt(
        lambda: wall_off_member(actor=request.actor, case_id=case_id, member_id=member, reason=reason, at=clock.now())
    )
    if errors:
        return _page(request, case_id, {"colleague" if field == "member" else field: words for field, words in errors.items()})
    return redirect("school:cases") if member == request.actor.member else done(case_id, "conflict", PAGE)
