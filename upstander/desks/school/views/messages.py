"""Messages with whoever made a report, in a case or not yet: tell them something, ask, read the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.school.shapes_case import reports_of
from upstander.desks.school.views.case_pages import opened, page
from upstander.kernel import clock
from upstander.kernel.problems import Problem
from upstander.procedures.cases.read_replies import read_replies
from upstander.procedures.cases.write_to_family import MayTellOfAnother, write_to_family
from upstander.procedures.triage.mark_report_read import mark_report_read
from upstander.records.access.matrix import May
from upstander.records.disclosures.models import LetStand, Message
from upstander.records.intake.models import Report

SHOWN = 50
KINDS = {"tell": False, "ask": True}


@dataclass(frozen=True, slots=True)
class Typed:
    """A message as it was typed. `found` are words in it that may tell of somebody else."""

    words: str = ""
    kind: str = "tell"
    because: str = ""
    found: tuple[str, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)


@staff_page(May.WRITE_TO_FAMILY)
def messages(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """With the report that came first, when the case has several."""
    it = opened(request, case_id)
    reports = reports_of(it.file)
    if not reports:
        raise Http404
    return redirect("school:case_messages_with", case_id, reports[0].id)


@staff_page(May.WRITE_TO_FAMILY)
def messages_with(request: StaffRequest, case_id: UUID, report_id: UUID) -> HttpResponse:
    it, typed = opened(request, case_id), Typed()
    reports = reports_of(it.file)
    if report_id not in {report.id for report in reports}:
        raise Http404
    if request.method == "POST":
        typed = write(request, report_id)
        if not typed.errors:
            return redirect(f"{reverse('school:case_messages_with', args=[case_id, report_id])}?done=message")
    read_replies(actor=request.actor, report_id=report_id, at=clock.now())
    said = Message.objects.visible_to(request.actor).filter(report_id=report_id).order_by("-at", "-id")
    return page(
        request,
        "case_messages.html",
        it,
        title="Messages",
        errors=typed.errors,
        typed=typed,
        is_done="done" in request.GET,
        done="",  # the page says it in its own words
        reports=reports,
        report=Report.objects.visible_to(request.actor).get(pk=report_id),
        messages=list(said[:SHOWN]),
        stands=_why_they_stand(request, report_id),
    )


@staff_page(May.WRITE_TO_FAMILY)
def messages_of_report(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Of a report that is in a case, the case's own page."""
    report = mark_report_read(actor=request.actor, report_id=report_id, at=clock.now())
    if hasattr(report, "in_case") and request.method != "POST":
        return redirect("school:case_messages_with", report.in_case.case_id, report_id)
    typed = Typed()
    if request.method == "POST":
        typed = write(request, report_id)
        if not typed.errors:
            return redirect(f"{reverse('school:report_messages', args=[report_id])}?done=message")
    read_replies(actor=request.actor, report_id=report_id, at=clock.now())
    said = Message.objects.visible_to(request.actor).filter(report_id=report_id).order_by("-at", "-id")
    return show(
        request,
        "school/report_messages.html",
        status=422 if typed.errors else 200,
        now_at="school:reports",
        title=f"Messages about {report.reference}",
        back=reverse("school:report", args=[report_id]),
        errors=typed.errors,
        typed=typed,
        is_done="done" in request.GET,
        is_loose=not hasattr(report, "in_case"),
        report=report,
        messages=list(said[:SHOWN]),
        stands=_why_they_stand(request, report_id),
    )


def write(request: StaffRequest, report_id: UUID) -> Typed:
    """Send it; what was typed comes back with what stands in the way."""
    sent = request.POST
    words, kind, because = sent.get("words", ""), sent.get("kind", "tell"), sent.get("because", "")
    try:
        with transaction.atomic():
            write_to_family(
                actor=request.actor,
                report_id=report_id,
                words=words,
                is_question=KINDS.get(kind, False),
                at=clock.now(),
                let_stand=sent.getlist("let_stand"),
                because=because,
            )
    except Problem as problem:
        found = problem.found if isinstance(problem, MayTellOfAnother) else ()
        return Typed(words, kind, because, found, problem.sentences)
    return Typed(words, kind, because)


def _why_they_stand(request: StaffRequest, report_id: UUID) -> dict[UUID, LetStand]:
    rows = LetStand.objects.visible_to(request.actor).filter(message__report_id=report_id).select_related("let_by")
    return {row.message_id: row for row in rows}
