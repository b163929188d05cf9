"""What is done for each child, from a small ladder."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.school.attempts import NONE_YET, as_typed, attempt, linked, typed_date, typed_id
from upstander.desks.school.shapes_case import children_in
from upstander.desks.school.views.case_pages import done, opened, page
from upstander.kernel import clock
from upstander.procedures.finding.record_measure import SUPPORTS, record_measure
from upstander.records.access.matrix import May
from upstander.records.cases.models import Part
from upstander.records.disclosures.casefile import CaseFile
from upstander.records.investigations.limits import no_meeting_on
from upstander.records.investigations.models import SANCTIONS, Measure, MeasureKind

AGREED = [
    ("targeted", "The targeted child and their family want it, and were asked alone"),
    ("displaying", "The child said to have displayed the behaviour and their family want it, and were asked alone"),
]
SUPPORT, PUT_RIGHT = [kind for kind in MeasureKind if kind in SUPPORTS], [MeasureKind.RESTORATIVE]
BY_THE_POLICY = [kind for kind in MeasureKind if kind in SANCTIONS]
KINDS: list[object] = [
    *((kind.value, kind.label) for kind in SUPPORT),
    {"divider": "To put it right"},
    *((kind.value, kind.label) for kind in PUT_RIGHT),
    {"divider": "By the behaviour policy"},
    *((kind.value, kind.label) for kind in BY_THE_POLICY),
]


@staff_page(May.RECORD_MEASURE)
def measures(request: StaffRequest, case_id: UUID) -> HttpResponse:
    errors = NONE_YET
    at = clock.now()
    if request.method == "POST":
        errors = attempt(lambda: _record(request, case_id))
        if not errors:
            return done(case_id, "measure", "school:case_measures")
    it = opened(request, case_id)
    rows = Measure.objects.visible_to(request.actor).filter(case=it.case).select_related("recorded_by", "child")
    recorded = list(rows.order_by("child__name", "from_day", "id"))
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
        measures=recorded,
        unsupported=_without_support(it.file, recorded),
    )


def _without_support(file: CaseFile, recorded: list[Measure]) -> list[str]:
    """Each child on either side for whom no support is recorded."""
    supported = {measure.child_id for measure in recorded if measure.kind in SUPPORTS}
    sides = (Part.TARGETED, Part.DISPLAYING)
    people = [it for it in file.people if it.is_child and it.until is None and it.part in sides and it.person not in supported]
    return list(dict.fromkeys(it.name for it in people))


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
