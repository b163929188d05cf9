"""Families that do not agree: the list, and the answer to one."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.school import rows as made
from upstander.desks.school.places import keep_place
from upstander.desks.school.shapes_carers import carers_of
from upstander.desks.school.shapes_letter import about_language
from upstander.desks.school.through import case_address, through
from upstander.desks.school.views.lists import list_page
from upstander.kernel import clock
from upstander.kernel.problems import Problem
from upstander.procedures.cases.read_what_came import read_on_its_page
from upstander.procedures.telling.answer_complaint import AnswerTellsOfAnother, answer_complaint
from upstander.records.access.matrix import May, role_may
from upstander.records.access.requiring import permitted
from upstander.records.assessments.models import Duty
from upstander.records.disclosures.arrivals import ArrivalKind
from upstander.records.disclosures.models import Complaint, DisclosureKind


@staff_page(May.READ_REPORT)
def complaints(request: StaffRequest) -> HttpResponse:
    return list_page(request, "complaints", made.complaint_columns, made.complaint_rows)


@staff_page(May.READ_REPORT)
def complaint(request: StaffRequest, complaint_id: UUID) -> HttpResponse:
    rows = Complaint.objects.select_related("family__child", "case", "letter", "taken_by")
    found = permitted(request.actor, May.READ_REPORT, rows, complaint_id)
    if request.method != "POST":
        read_on_its_page(
            actor=request.actor, subject_id=found.case_id, kinds=[ArrivalKind.COMPLAINT], only=found.pk, at=clock.now()
        )
        return _page(request, found)
    try:
        with transaction.atomic():
            letter = answer_complaint(
                actor=request.actor,
                family_id=found.family_id,
                why=request.POST.get("why", ""),
                hold_it=bool(request.POST.get("hold_it")),
                at=clock.now(),
            )
    except Problem as problem:
        return _page(request, found, problem)
    return redirect("school:letter", letter.pk)


def _owner(found: Complaint) -> str:
    """Who has to see to the answer, while it is owed."""
    names = Duty.objects.open().filter(about_id=found.pk).values_list("owner__display_name", flat=True)
    return names.first() or ""


def _page(request: StaffRequest, found: Complaint, problem: Problem | None = None) -> HttpResponse:
    in_hand = found.family.letters.in_hand().filter(kind=DisclosureKind.COMPLAINT_STAGE).first()
    words = in_hand.payload["words"]["why"] if in_hand else ""
    shown = show(
        request,
        "school/complaint.html",
        status=422 if problem else 200,
        now_at="school:today",
        title=f"{found.family.child.name}’s family does not agree",
        back=case_address(found.case_id),
        carers=carers_of(request.actor, [found.family.child_id]).get(found.family.child_id, []),
        complaint=found,
        language=about_language(found.family.language),
        in_hand=in_hand,
        owner=_owner(found),
        may_answer=role_may(request.actor.role, May.COMPOSE_LETTER) and found.answered_at is None,
        why=request.POST.get("why", words),
        hold_it=bool(request.POST.get("hold_it")),
        may_be_held=isinstance(problem, AnswerTellsOfAnother) or bool(request.POST.get("hold_it")),
        through=through(request, request.actor, clock.now(), found.pk),
        errors=problem.sentences if problem else {},
    )
    return keep_place(shown, request, found.pk)
