"""What if: change answers without saving them, and see what would follow."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.school.shapes_verdict import ANSWERS
from upstander.desks.school.shapes_what_if import difference_of, groups_of
from upstander.desks.school.through import subject_address
from upstander.kernel import clock
from upstander.procedures.triage.what_if import what_if
from upstander.records.access.matrix import May


@staff_page(May.READ_REPORT)
def tried(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """Posted, so that what was tried stands in no address and no log; and nothing is saved."""
    asked = {fact: said for fact, said in request.POST.items() if said in ANSWERS}
    would = what_if(actor=request.actor, assessment_id=assessment_id, answers=asked, at=clock.now())
    return show(
        request,
        "school/what_if.html",
        now_at="school:cases" if would.assessment.subject_id != would.assessment.report_id else "school:reports",
        title="What if?",
        back=subject_address(would.assessment),
        groups=groups_of(would),
        difference=difference_of(would),
        was_tried=request.method == "POST",
        answers=list(ANSWERS.items()),
    )
