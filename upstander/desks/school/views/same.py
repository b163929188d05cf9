"""One person across cases; two people, or two reports, that may be the same one: side by side, decided, undone."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.school.attempts import NONE_YET, attempt
from upstander.desks.school.shapes_same import (
    PERSON_LABELS,
    REPORT_LABELS,
    Side,
    decided_about,
    people_beside,
    reports_beside,
    suspected_of_person,
)
from upstander.desks.school.through import case_address, report_address, through
from upstander.kernel import clock
from upstander.procedures.cases.read_person import read_person
from upstander.procedures.duplicates.compare import compare
from upstander.procedures.duplicates.undo_comparison import undo_comparison
from upstander.records.access.matrix import May, role_may
from upstander.records.access.requiring import NotPermitted, permitted
from upstander.records.cases.models import Compared, Comparison, Involvement

ANSWERS = {"yes": True, "no": False}


@staff_page(May.READ_REPORT)
def person(request: StaffRequest, person_id: UUID) -> HttpResponse:
    it = read_person(actor=request.actor, person_id=person_id, at=clock.now())
    parts = Involvement.objects.visible_to(request.actor).filter(person=it).select_related("case").order_by("-since", "-id")
    may_settle = role_may(request.actor.role, May.SETTLE_DUPLICATES)
    return show(
        request,
        "school/person.html",
        now_at="school:search",
        title=it.name,
        somebody=it,
        parts=[(part, case_address(part.case_id)) for part in parts],
        suspected=suspected_of_person(request.actor, it) if may_settle else [],
        decided=decided_about(request.actor, Compared.PERSON, it.pk),
        may_settle=may_settle,
    )


@staff_page(May.SETTLE_DUPLICATES)
def same_person(request: StaffRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    sides = people_beside(request.actor, [person_id, other_id])
    return _beside(request, Compared.PERSON, sides, PERSON_LABELS, "Are these two the same person?")


@staff_page(May.SETTLE_DUPLICATES)
def same_report(request: StaffRequest, report_id: UUID, other_id: UUID) -> HttpResponse:
    sides = reports_beside(request.actor, [report_id, other_id])
    return _beside(request, Compared.REPORT, sides, REPORT_LABELS, "Are these two reports about the same thing?")


def _beside(request: StaffRequest, kind: str, sides: list[Side], labels: tuple[str, ...], title: str) -> HttpResponse:
    if len(sides) != 2:
        raise NotPermitted("may not see both")
    errors, typed = NONE_YET, request.POST
    if request.method == "POST":
        kept = sides[1] if typed.get("keep") == str(sides[1].id) else sides[0]
        other = next(side for side in sides if side is not kept)
        errors = attempt(
            lambda: compare(
                actor=request.actor,
                kind=kind,
                kept_id=kept.id,
                other_id=other.id,
                is_same=ANSWERS.get(typed.get("same", "")),
                reason=typed.get("reason", ""),
                at=clock.now(),
            )
        )
        if not errors:
            back_to_list = kind == Compared.PERSON and request.GET.get("list") == "duplicates"
            return redirect(f"{reverse('school:duplicates')}?done=decided" if back_to_list else sides[0].href)
    return show(
        request,
        "school/same.html",
        status=422 if errors else 200,
        now_at="school:search" if kind == Compared.PERSON else "school:reports",
        title=title,
        here=request.get_full_path(),
        back=sides[0].href,
        through=through(request, request.actor, clock.now(), sides[0].id),
        sides=sides,
        rows=list(zip(labels, *(side.cells for side in sides), strict=True)),
        is_person=kind == Compared.PERSON,
        errors=errors,
        typed=typed,
    )


@staff_page(May.SETTLE_DUPLICATES)
def undo(request: StaffRequest, comparison_id: UUID) -> HttpResponse:
    it = permitted(request.actor, May.SETTLE_DUPLICATES, Comparison.objects.select_related("decided_by"), comparison_id)
    is_person = it.kind == Compared.PERSON
    back = reverse("school:person", args=[it.kept_id]) if is_person else report_address(it.kept_id)
    errors, because = NONE_YET, request.POST.get("because", "")
    if request.method == "POST":
        errors = attempt(lambda: undo_comparison(actor=request.actor, comparison_id=it.pk, because=because, at=clock.now()))
        if not errors:
            return redirect(back)
    return show(
        request,
        "school/undo_same.html",
        status=422 if errors else 200,
        now_at="school:search" if is_person else "school:reports",
        title="Undo this decision",
        here=request.path,
        back=back,
        it=it,
        sides=(people_beside if is_person else reports_beside)(request.actor, [it.kept_id, it.other_id]),
        because=because,
        errors=errors,
    )
