"""Who is part of a case, and how. Everybody is looked for before they are made."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.school.attempts import NONE_YET, attempt, typed_id
from upstander.desks.school.shapes_case import people_of
from upstander.desks.school.views.case_pages import done, opened, page
from upstander.kernel import clock
from upstander.kernel.sounds import alike
from upstander.procedures.cases.add_person import add_person
from upstander.procedures.cases.change_part import NONE, change_part
from upstander.procedures.cases.say_other_names import say_other_names
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.cases.models import Involvement, Part
from upstander.records.cases.searching import FoundPerson, search_people

PARTS = [(part.value, part.label) for part in Part]
NEW = "new"
MOST_NAMESAKES = 10


@staff_page(May.READ_REPORT)
def people(request: StaffRequest, case_id: UUID) -> HttpResponse:
    it = opened(request, case_id)
    return page(request, "case_people.html", it, title="People", people=people_of(it.case, it.file))


@staff_page(May.NAME_PEOPLE)
def add(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Where somebody of that name is known the page asks whether it is them, before anybody is made twice."""
    errors = NONE_YET
    typed = request.POST
    namesakes = same_name(request, typed.get("name", ""))
    asked = not namesakes or typed.get("person")
    if request.method == "POST" and asked:
        errors = attempt(lambda: _add(request, case_id))
        if not errors:
            return done(case_id, "person", "school:case_people")
    it = opened(request, case_id)
    return page(
        request,
        "case_person.html",
        it,
        title="Add somebody",
        back=reverse("school:case_people", args=[case_id]),
        errors=errors,
        typed=typed,
        parts=PARTS,
        namesakes=[(str(it.person_id), f"{it.name}, {it.year_group or it.school_name or 'no year known'}") for it in namesakes]
        + ([(NEW, "Somebody else")] if namesakes else []),
    )


def same_name(request: StaffRequest, name: str) -> list[FoundPerson]:
    """Whoever is called so, or nearly so."""
    return [found for found in search_people(request.actor, name) if alike(name, found.name)][:MOST_NAMESAKES]


def _add(request: StaffRequest, case_id: UUID) -> Involvement:
    typed = request.POST
    return add_person(
        actor=request.actor,
        case_id=case_id,
        person_id=typed_id(typed, "person"),
        name=typed.get("name", ""),
        is_child=typed.get("age", "child") != "adult",
        year_group=typed.get("year_group", ""),
        school_name=typed.get("school_name", ""),
        other_names=typed.get("other_names", ""),
        part=typed.get("part", ""),
        reason=typed.get("reason", ""),
        at=clock.now(),
    )


@require_POST
@staff_page(May.NAME_PEOPLE)
def other_names(request: StaffRequest, case_id: UUID, involvement_id: UUID) -> HttpResponse:
    rows = Involvement.objects.filter(case=opened(request, case_id).case)
    involvement = permitted(request.actor, May.NAME_PEOPLE, rows, involvement_id)
    errors = attempt(
        lambda: say_other_names(
            actor=request.actor, involvement_id=involvement.pk, names=request.POST.get("other_names", ""), at=clock.now()
        )
    )
    if errors:
        return _change(request, case_id, involvement_id, errors)
    return done(case_id, "names", "school:case_people")


@staff_page(May.NAME_PEOPLE)
def change(request: StaffRequest, case_id: UUID, involvement_id: UUID) -> HttpResponse:
    errors, typed = NONE_YET, request.POST
    if request.method == "POST":
        errors = attempt(
            lambda: change_part(
                actor=request.actor,
                involvement_id=involvement_id,
                part=typed.get("part", ""),
                reason=typed.get("reason", ""),
                at=clock.now(),
            )
        )
        if not errors:
            return done(case_id, "part", "school:case_people")
    return _change(request, case_id, involvement_id, errors)


def _change(request: StaffRequest, case_id: UUID, involvement_id: UUID, errors: Mapping[str, str]) -> HttpResponse:
    """Their part, and what else they are called: what was typed stays."""
    it = opened(request, case_id)
    rows = Involvement.objects.current().filter(case=it.case).select_related("person")
    involvement = permitted(request.actor, May.NAME_PEOPLE, rows, involvement_id)
    others = [(part, label) for part, label in PARTS if part != involvement.part]
    return page(
        request,
        "case_part.html",
        it,
        back=reverse("school:case_people", args=[case_id]),
        title=f"Change {involvement.person.name}’s part",
        errors=errors,
        typed=request.POST,
        involvement=involvement,
        other_names=request.POST.get("other_names", ", ".join(involvement.person.other_names)),
        parts=[*others, (NONE, "None: it was a mistake, or it turned out otherwise")],
    )
