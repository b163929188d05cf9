"""Support for a member of staff who is targeted, or whom the case upsets."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.school.attempts import NONE_YET, as_typed, attempt, linked, typed_date
from upstander.desks.school.views.case_pages import done, opened, page
from upstander.kernel import clock
from upstander.procedures.acting.support_staff import Offered, support_staff
from upstander.records.access.matrix import May, role_may
from upstander.records.investigations.staff_support import StaffSupport, TakenUp

HERE = "school:case_staff_support"


@staff_page(May.SUPPORT_STAFF)
def support(request: StaffRequest, case_id: UUID) -> HttpResponse:
    errors = NONE_YET
    if request.method == "POST":
        errors = attempt(lambda: _write(request, case_id))
        if not errors:
            return done(case_id, "staff_support", HERE)
    it = opened(request, case_id)
    rows = StaffSupport.objects.visible_to(request.actor).filter(case=it.case).select_related("recorded_by")
    return page(
        request,
        "case_staff_support.html",
        it,
        title="Support for staff",
        errors=linked(errors, "on"),
        typed=request.POST,
        supports=list(rows.order_by("-day", "-id")),
        reads_all=role_may(request.actor.role, May.READ_STAFF_SUPPORT),
        taken_up=TakenUp.choices,
        by_whom=request.actor.name if request.method != "POST" else "",
        on=as_typed(request.POST, "on") if request.method == "POST" else clock.in_london(clock.now()).date(),
    )


def _write(request: StaffRequest, case_id: UUID) -> object:
    typed = request.POST
    names = ("for_whom", "offered", "taken_up", "given", "by_whom")
    offered = Offered(on=typed_date(typed, "on"), **{name: typed.get(name, "") for name in names})
    return support_staff(actor=request.actor, case_id=case_id, offered=offered, at=clock.now())
