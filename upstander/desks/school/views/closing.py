"""Closing a case: what still stands in the way, then a word on how it ended."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.school.attempts import NONE_YET, attempt
from upstander.desks.school.duty_words import say
from upstander.desks.school.shapes_families import families_of
from upstander.desks.school.views.case_pages import Opened, done, opened, page
from upstander.kernel import clock
from upstander.procedures.cases.close_case import close_case
from upstander.records.access.matrix import May
from upstander.records.disclosures.disagreeing import ANSWER


@staff_page(May.CLOSE_CASE)
def close(request: StaffRequest, case_id: UUID) -> HttpResponse:
    errors = NONE_YET
    words = request.POST.get("words", "")
    if request.method == "POST":
        errors = attempt(lambda: close_case(actor=request.actor, case_id=case_id, words=words, at=clock.now()))
        if not errors:
            return done(case_id, "closed")
    it = opened(request, case_id)
    return page(
        request,
        "case_close.html",
        it,
        title="Close the case",
        errors=errors,
        words=words,
        waiting=[line for line in families_of(it.file, clock.now()) if line.waits],
        undone=_undone(it),
    )


def _undone(it: Opened) -> list[str]:
    child, rulebook = it.case.assessment.report.child_name, it.case.organisation.rulebook
    return [say(duty.duty, child, rulebook) for duty in it.file.duties if not duty.ended_at and duty.duty != ANSWER]
