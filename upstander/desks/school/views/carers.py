"""Who brings a child up, who holds parental responsibility, who must not be told, and court orders."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.school.attempts import NONE_YET, attempt
from upstander.desks.school.shapes_carers import carers_of
from upstander.desks.school.views.case_pages import done, opened, page
from upstander.kernel.clock import now
from upstander.procedures.cases.record_carer import Said, end_carer, record_carer
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.assessments.models import Answer
from upstander.records.cases.models import Family, Relationship

RELATIONSHIPS = [("", "Choose"), *((value, label) for value, label in Relationship.choices)]
RESPONSIBLE = [(Answer.YES.value, "Yes"), (Answer.NO.value, "No"), (Answer.UNKNOWN.value, "Not known")]


@staff_page(May.NAME_PEOPLE)
def carers(request: StaffRequest, case_id: UUID, family_id: UUID) -> HttpResponse:
    errors: Mapping[str, str] = NONE_YET
    if request.method == "POST":
        said = Said(**{field: request.POST.get(field, "") for field in Said.__slots__})
        errors = attempt(lambda: record_carer(actor=request.actor, family_id=family_id, said=said, at=now()))
        if not errors:
            return done(case_id, "carer", "school:case_families")
    return _page(request, case_id, family_id, errors)


@require_POST
@staff_page(May.NAME_PEOPLE)
def end(request: StaffRequest, case_id: UUID, family_id: UUID, carer_id: UUID) -> HttpResponse:
    because = request.POST.get("because", "")
    errors = attempt(lambda: end_carer(actor=request.actor, family_id=family_id, carer_id=carer_id, because=because, at=now()))
    return _page(request, case_id, family_id, errors) if errors else done(case_id, "carer_ended", "school:case_families")


def _page(request: StaffRequest, case_id: UUID, family_id: UUID, errors: Mapping[str, str]) -> HttpResponse:
    it = opened(request, case_id)
    family = permitted(request.actor, May.NAME_PEOPLE, Family.objects.filter(case=it.case).select_related("child"), family_id)
    return page(
        request,
        "case_carers.html",
        it,
        here=reverse("school:case_carers", args=[case_id, family_id]),
        back=reverse("school:case_families", args=[case_id]),
        title=f"Who brings {family.child.name} up",
        errors=errors,
        typed=request.POST,
        family=family,
        carers=carers_of(request.actor, [family.child_id]).get(family.child_id, []),
        relationships=RELATIONSHIPS,
        responsible=RESPONSIBLE,
    )
