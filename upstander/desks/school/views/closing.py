"""Closing a case: what still stands in the way, then a word on how it ended."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.school.attempts import NONE_YET, attempt
from upstander.desks.school.duty_words import say
from upstander.desks.school.shapes_families import families_of
from upstander.desks.school.views.case_pages import done, opened, page
from upstander.kernel import clock
from upstander.procedures.close_case import close_case
from upstander.records.access.matrix import May
from upstander.records.assessments.models import Duty
from upstander.records.cases.models import Case


@staff_page(May.CLOSE_CASE)
def close(request: StaffRequest, case_id: UUID) -> HttpResponse:
    errors = NONE_YET
    words = request.POST.get("words", "")
    if request.method == "POST":
        errors = attempt(lambda: close_case(actor=request.actor, case_id=case_id, words=words, at=clock.now()))
        if not errors:
            return done(case_id, "closed")
    case = opened(request, case_id)
    return page(
        request,
        "case_close.html",
        case,
        title="Close the case",
        errors=errors,
        words=words,
        waiting=[it for it in families_of(request.actor, case, clock.now()) if it.waits],
        undone=_undone(request, case),
    )


def _undone(request: StaffRequest, case: Case) -> list[str]:
    duties = Duty.objects.visible_to(request.actor).open().filter(assessment=case.assessment_id, actor="school")
    child = case.assessment.report.child_name
    codes = duties.soonest_first().values_list("duty", flat=True)
    return [say(duty, child, case.organisation.rulebook) for duty in codes]
