"""What is done for each child, from a small ladder."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.school.attempts import NONE_YET, as_typed, attempt, linked, typed_date, typed_id
from upstander.desks.school.shapes_case import children_in
from upstander.desks.school.views.case_pages import done, opened, page
from upstander.kernel import clock
from upstander.procedures.finding.record_measure import record_measure
from upstander.records.access.matrix import May
from upstander.records.investigations.limits import no_meeting_on
from upstander.records.investigations.models import Measure, MeasureKind

AGREED = [
    ("targeted", "The targeted child and their family want it, and were asked alone"),
    ("displaying", "The child said to have displayed the behaviour and their family want it, and were asked alone"),
]
KINDS = [(kind.value, kind.label) for kind in MeasureKind]


@staff_page(May.RECORD_MEASURE)
def measures(request: StaffRequest, case_id: UUID) -> HttpResponse:
    errors = NONE_YET
    at = clock.now()
    if request.method == "POST":
        errors = attempt(lambda: _record(request, case_id))
        if not errors:
            return done(case_id, "measure", "school:case_measures")
    it = opened(request, case_id)
    recorded = Measure.objects.visible_to(request.actor).filter(case=it.case).select_related("recorded_by", "child")
    return page(
        request,
        "case_measures.html",
        it,
        title="What is done for each child",
        errors=linked(errors, "from_day"),
        typed=request.POST,
        from_day=as_typed(request.POST, "from_day") if request.method == "POST" else clock.in_london(at).date(),
        children=children_in(it.file),
        kinds=KINDS,
        agreed=AGREED,
        given=request.POST.getlist("agreed"),
        no_meeting=no_meeting_on(it.case),
        measures=list(recorded.order_by("child__name", "from_day", "id")),
    )


def _record(request: StaffRequest, case_id: UUID) -> Measure:
    typed = request.POST
    return record_measure(
        actor=request.actor,
        case_id=case_id,
        child_id=typed_id(typed, "child"),
        kind=typed.get("kind", ""),
        words=typed.get("words", ""),
        from_day=typed_date(typed, "from_day"),
        at=clock.now(),
        agreed=typed.getlist("agreed"),
    )
