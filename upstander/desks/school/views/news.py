"""Write to a family how far it is: a letter that does not tell the outcome."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.school.attempts import as_typed, linked, typed_date
from upstander.desks.school.shapes_carers import carers_of
from upstander.desks.school.shapes_letter import about_language
from upstander.kernel import clock
from upstander.kernel.problems import Problem
from upstander.procedures.telling.write_news import NewsOfAnother, write_news
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.cases.models import Family
from upstander.records.disclosures.news import KINDS

CHOICES = [(kind.value, str(kind.label)) for kind in KINDS]


@staff_page(May.COMPOSE_LETTER)
def write(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = permitted(request.actor, May.COMPOSE_LETTER, Family.objects.select_related("case", "child"), family_id)
    if request.method != "POST":
        return _form(request, family)
    typed = request.POST
    try:
        with transaction.atomic():
            letter = write_news(
                actor=request.actor,
                family_id=family.pk,
                kind=typed.get("kind", ""),
                by=typed_date(typed, "by"),
                why=typed.get("why", ""),
                hold_it=bool(typed.get("hold_it")),
                at=clock.now(),
            )
    except Problem as problem:
        return _form(request, family, problem)
    return redirect("school:letter", letter.pk)


def _form(request: StaffRequest, family: Family, problem: Problem | None = None) -> HttpResponse:
    chosen = request.POST.get("kind") or request.GET.get("kind", "")
    in_hand = family.letters.in_hand().filter(kind=chosen).first() if request.method != "POST" and chosen else None
    words = in_hand.payload["words"] if in_hand else {}
    year, month, day = words["by"].split("-") if words else ("", "", "")
    return show(
        request,
        "school/letter_news.html",
        status=422 if problem else 200,
        now_at="school:cases",
        title=f"Write to {family.child.name}’s family about how far it is",
        back=reverse("school:case_families", args=[family.case_id]),
        carers=carers_of(request.actor, [family.child_id]).get(family.child_id, []),
        language=about_language(family.language),
        kinds=CHOICES,
        kind=chosen,
        why=request.POST.get("why", words.get("why", "")),
        by=as_typed(request.POST, "by") if request.POST else {"day": day, "month": month, "year": year},
        hold_it=bool(request.POST.get("hold_it")),
        may_be_held=isinstance(problem, NewsOfAnother) or bool(request.POST.get("hold_it")),
        errors=linked(problem.sentences, "by") if problem else {},
    )
