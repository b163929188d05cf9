"""Write a letter to a family, look at it as they will, check it, send it, or record that it went by post."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.school import shapes_letter as shapes
from upstander.desks.school.attempts import typed_id
from upstander.desks.school.shapes_carers import carers_of
from upstander.desks.school.shapes_delivery import way_of
from upstander.desks.school.through import case_address
from upstander.kernel import clock
from upstander.kernel.problems import Problem
from upstander.procedures.telling.check_letter import check_letter
from upstander.procedures.telling.compose_letter import TellsOfAnother, compose_letter
from upstander.procedures.telling.decide_hold import decide_hold
from upstander.procedures.telling.read_letter import read_letter
from upstander.procedures.telling.record_posted_letter import record_posted_letter
from upstander.procedures.telling.send_letter import send_letter
from upstander.procedures.telling.take_down_acknowledgement import take_down_acknowledgement
from upstander.procedures.telling.withdraw_letter import withdraw_letter
from upstander.records.access.matrix import May, role_may
from upstander.records.access.requiring import permitted
from upstander.records.cases.models import Family
from upstander.records.disclosures.complaints import open_complaint
from upstander.records.disclosures.models import Complaint, Disclosure, DisclosureKind


@staff_page(May.COMPOSE_LETTER)
def write(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = permitted(request.actor, May.COMPOSE_LETTER, Family.objects.select_related("case", "child"), family_id)
    writing = shapes.writing(family, clock.now())
    in_hand = family.letters.in_hand().filter(kind=DisclosureKind.OUTCOME_LETTER).first()
    if request.method != "POST":
        return _form(request, family, writing, shapes.suggested(in_hand, writing))
    typed = shapes.typed(request.POST)
    try:
        letter = compose_letter(
            actor=request.actor,
            family_id=family.pk,
            looked_into=typed.looked_into,
            hold_it=typed.hold_it,
            why=typed.why,
            behaviour=typed.behaviour,
            review_on=typed.review_day,
            left_out=typed.left_out(writing),
            at=clock.now(),
        )
    except Problem as problem:
        return _form(request, family, writing, typed, problem.sentences, may_be_held=isinstance(problem, TellsOfAnother))
    return redirect("school:letter", letter.pk)


@staff_page(May.READ_REPORT)
def letter(request: StaffRequest, disclosure_id: UUID) -> HttpResponse:
    return _page(request, disclosure_id)


@staff_page(May.READ_REPORT)
def pdf(request: StaffRequest, disclosure_id: UUID) -> HttpResponse:
    """Raises: Http404, also while the PDF is being made. Asking only whether it is there (HEAD) is not looking at it."""
    there = permitted(request.actor, May.READ_REPORT, Disclosure.objects.defer("pdf", "large_pdf"), disclosure_id)
    if request.method == "HEAD":
        return HttpResponse(status=200 if there.has_pdf() else 404)
    if not there.has_pdf():
        raise Http404
    read = read_letter(actor=request.actor, disclosure_id=disclosure_id, at=clock.now(), printed=True)
    large = request.GET.get("print") == "large" and read.large_pdf is not None
    name = f"letter-{read.composed_at:%Y-%m-%d}{'-large-print' if large else ''}.pdf"
    named = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(bytes((read.large_pdf if large else read.pdf) or b""), content_type="application/pdf", headers=named)


@require_POST
@staff_page(May.CHECK_LETTER)
def decide(request: StaffRequest, disclosure_id: UUID) -> HttpResponse:
    try:
        decide_hold(
            actor=request.actor,
            disclosure_id=disclosure_id,
            hold_id=typed_id(request.POST, "hold"),
            let_stand={"yes": True, "no": False}.get(request.POST.get("let_stand", "")),
            because=request.POST.get("hold_because", ""),
            at=clock.now(),
        )
    except Problem as problem:
        return _page(request, disclosure_id, problem.sentences)
    return redirect("school:letter", disclosure_id)


@require_POST
@staff_page(May.CHECK_LETTER)
def check(request: StaffRequest, disclosure_id: UUID) -> HttpResponse:
    try:
        check_letter(
            actor=request.actor,
            disclosure_id=disclosure_id,
            seen=request.POST.get("seen", ""),
            ticked=request.POST.getlist("ticked"),
            alone_because=request.POST.get("alone_because", ""),
            at=clock.now(),
        )
    except Problem as problem:
        return _page(request, disclosure_id, problem.sentences)
    return redirect("school:letter", disclosure_id)


@require_POST
@staff_page(May.CHECK_LETTER)
def send(request: StaffRequest, disclosure_id: UUID) -> HttpResponse:
    try:
        send_letter(actor=request.actor, disclosure_id=disclosure_id, at=clock.now())
    except Problem as problem:
        return _page(request, disclosure_id, problem.sentences)
    return redirect("school:letter", disclosure_id)


@require_POST
@staff_page(May.CHECK_LETTER)
def post(request: StaffRequest, disclosure_id: UUID) -> HttpResponse:
    on = shapes.day_of(shapes.day_parts(request.POST, "on"))
    try:
        record_posted_letter(
            actor=request.actor, disclosure_id=disclosure_id, way=request.POST.get("way", ""), on=on, at=clock.now()
        )
    except Problem as problem:
        return _page(request, disclosure_id, problem.sentences)
    return redirect("school:letter", disclosure_id)


@require_POST
@staff_page(May.TAKE_DOWN_REPORT)
def acknowledged(request: StaffRequest, disclosure_id: UUID) -> HttpResponse:
    try:
        take_down_acknowledgement(actor=request.actor, letter_id=disclosure_id, who=request.POST.get("who", ""), at=clock.now())
    except Problem as problem:
        return _page(request, disclosure_id, problem.sentences)
    return redirect("school:letter", disclosure_id)


@require_POST
@staff_page(May.COMPOSE_LETTER)
def withdraw(request: StaffRequest, disclosure_id: UUID) -> HttpResponse:
    try:
        withdraw_letter(actor=request.actor, disclosure_id=disclosure_id, because=request.POST.get("because", ""), at=clock.now())
    except Problem as problem:
        return _page(request, disclosure_id, problem.sentences)
    return redirect("school:letter", disclosure_id)


def _form(
    request: StaffRequest,
    family: Family,
    writing: shapes.Writing,
    typed: shapes.Typed,
    errors: Mapping[str, str] | None = None,
    may_be_held: bool = False,
) -> HttpResponse:
    return show(
        request,
        "school/letter_form.html",
        status=422 if errors else 200,
        now_at="school:cases",
        title=f"Write to {family.child.name}’s family",
        back=case_address(family.case_id),
        family=family,
        carers=carers_of(request.actor, [family.child_id]).get(family.child_id, []),
        language=shapes.about_language(family.language),
        writing=writing,
        typed=typed,
        errors=errors or {},
        may_be_held=may_be_held or typed.hold_it,
    )


def written_at(letter: Disclosure) -> str:
    if letter.tells_the_outcome:
        return reverse("school:letter_compose", args=[letter.family_id])
    if letter.kind == DisclosureKind.COMPLAINT_STAGE and (waits := open_complaint(letter.family)):
        return reverse("school:complaint", args=[waits.pk])
    return f"{reverse('school:letter_news', args=[letter.family_id])}?kind={letter.kind}"


def _page(request: StaffRequest, disclosure_id: UUID, errors: Mapping[str, str] | None = None) -> HttpResponse:
    letter = read_letter(actor=request.actor, disclosure_id=disclosure_id, at=clock.now())
    standing = shapes.standing(letter, request.actor)
    return show(
        request,
        "school/letter.html",
        status=422 if errors else 200,
        now_at="school:cases",
        title=f"Letter to {letter.family.child.name}’s family",
        back=case_address(letter.case_id),
        letter=letter,
        carers=carers_of(request.actor, [letter.family.child_id]).get(letter.family.child_id, []),
        standing=standing,
        told_by=way_of(letter.family.report) if standing.may_send else "",
        typed={
            "ticked": request.POST.getlist("ticked"),
            "let_stand": request.POST.get("let_stand", ""),
            "hold_because": request.POST.get("hold_because", ""),
            "alone_because": request.POST.get("alone_because", ""),
            "way": request.POST.get("way", ""),
            "on": shapes.day_parts(request.POST, "on"),
            "because": request.POST.get("because", ""),
            "who": request.POST.get("who", ""),
        },
        write=written_at(letter),
        disagreed=_disagreed(request, letter),
        errors=errors or {},
    )


def _disagreed(request: StaffRequest, letter: Disclosure) -> tuple[str, str]:
    """Words and address: of what the family says who does not agree, or of writing it down; nothing before it was sent."""
    if not letter.sent_at:
        return "", ""
    begun = Complaint.objects.visible_to(request.actor).filter(letter=letter).values_list("pk", flat=True).first()
    if begun:
        return "They do not agree with it", reverse("school:complaint", args=[begun])
    if letter.withdrawn_at or not role_may(request.actor.role, May.TAKE_DOWN_REPORT):
        return "", ""
    return "Write down that they do not agree", reverse("school:letter_disagree", args=[letter.pk])
