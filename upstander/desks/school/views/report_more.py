"""What staff do for whoever told them something: take in their evidence, describe what is never taken in, make them a code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.school.attempts import NONE_YET, attempt
from upstander.kernel import clock
from upstander.kernel.problems import Problem
from upstander.procedures.reporting.make_code import NoCodeMade, make_code
from upstander.procedures.reporting.take_evidence import describe_image, take_evidence
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.evidence.taking_in import NotTaken, Offered
from upstander.records.intake.coming_back import can_come_back
from upstander.records.intake.models import Report

GATE = ("yes", "no", "unknown")
UNANSWERED = {"image": "Choose yes, no or not known. Nothing can be added before."}


@staff_page(May.TAKE_DOWN_REPORT)
def evidence(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """First the question; then a picker, or where it may be such a picture only a box for words."""
    report = permitted(request.actor, May.TAKE_DOWN_REPORT, Report.objects, report_id)
    if request.method != "POST":
        return _evidence(request, report, "")
    image = request.POST.get("image", "")
    if image not in GATE:
        return _evidence(request, report, "", UNANSWERED)
    if "take" in request.POST:
        return _taken(request, report, image)
    if "describe" in request.POST:
        errors = attempt(
            lambda: describe_image(
                actor=request.actor,
                report_id=report.pk,
                image_of_child=image,
                words=request.POST.get("words", ""),
                at=clock.now(),
            )
        )
        return _evidence(request, report, image, errors) if errors else redirect("school:report", report.pk)
    return _evidence(request, report, image)


def _taken(request: StaffRequest, report: Report, image: str) -> HttpResponse:
    offered = [Offered(file.name or "", file.size or 0, cast(BinaryIO, file)) for file in request.FILES.getlist("files")]
    try:
        with transaction.atomic():
            kept, refused = take_evidence(
                actor=request.actor,
                report_id=report.pk,
                image_of_child=image,
                given_by=request.POST.get("given_by", ""),
                offered=offered,
                at=clock.now(),
            )
    except Problem as problem:
        return _evidence(request, report, image, problem.sentences)
    if refused:
        sentence = "Some files could not be kept. The list says why."
        return _evidence(request, report, image, {"files": sentence}, refused, kept)
    return redirect("school:report", report.pk)


def _evidence(
    request: StaffRequest,
    report: Report,
    image: str,
    errors: Mapping[str, str] = NONE_YET,
    refused: Sequence[NotTaken] = (),
    kept: int = 0,
) -> HttpResponse:
    return show(
        request,
        "school/report_evidence.html",
        status=422 if errors else 200,
        now_at="school:reports",
        title=f"Evidence to {report.reference}",
        back=reverse("school:report", args=[report.pk]),
        here=request.path,
        report=report,
        image=image,
        typed=request.POST,
        given_by=request.POST.get("given_by", report.reporter_name),
        errors=errors,
        refused=refused,
        kept=kept,
    )


@staff_page(May.TAKE_DOWN_REPORT)
def code(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Shown once, in answer to the form."""
    report = permitted(request.actor, May.TAKE_DOWN_REPORT, Report.objects.select_related("organisation"), report_id)
    made, errors = None, NONE_YET
    if request.method == "POST":
        try:
            with transaction.atomic():
                made = make_code(actor=request.actor, report_id=report.pk, at=clock.now())
        except NoCodeMade as problem:
            errors = problem.sentences
    return show(
        request,
        "school/report_code.html",
        status=422 if errors else 200,
        now_at="school:reports",
        title=f"A code for {report.reference}",
        back=reverse("school:report", args=[report.pk]),
        here=request.path,
        report=report,
        code=made.code if made else "",
        has_one=made is None and can_come_back(report),
        school=report.organisation,
        come_back=f"{settings.PUBLIC_URL}{reverse('family:back')}",
        errors=errors,
    )
