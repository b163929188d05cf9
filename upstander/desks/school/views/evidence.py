"""Evidence: a list that shows nothing, a page for one file, a look that somebody chooses, a download of what came."""

from __future__ import annotations

from uuid import UUID

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from upstander.desks.frame.outsiders import attachment, locked
from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.school.shapes_case import reports_of
from upstander.desks.school.shapes_evidence import file_of, files_of
from upstander.desks.school.views.case_pages import opened, page
from upstander.kernel import clock
from upstander.kernel.problems import Problem
from upstander.procedures.cases.download_evidence import download_evidence
from upstander.procedures.cases.look_at_evidence import look_at_evidence, picture_of, text_of
from upstander.procedures.cases.mark_intimate import mark_intimate
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.evidence.models import Custody, Item, Marking
from upstander.records.intake.models import Report

LOOK_LASTS = 120  # seconds in which the picture of a recorded look can be fetched
SALT = "upstander.look"
CUSTODY = {
    "received": "Came in",
    "opened": "Looked at",
    "copied": "Copy to look at made",
    "downloaded": "Downloaded",
    "removed": "Taken back",
}


@staff_page(May.LOOK_AT_EVIDENCE)
def evidence(request: StaffRequest, case_id: UUID) -> HttpResponse:
    it = opened(request, case_id)
    references = {report.id: report.reference for report in reports_of(it.file)}
    items = Item.objects.visible_to(request.actor).present().filter(report_id__in=references).order_by("report_id", "position")
    return page(request, "case_evidence.html", it, title="Evidence", files=files_of(items, references))


@require_GET
@staff_page(May.LOOK_AT_EVIDENCE)
def item(request: StaffRequest, item_id: UUID) -> HttpResponse:
    """What is known of one file. Nothing of what it shows."""
    found = permitted(request.actor, May.LOOK_AT_EVIDENCE, Item.objects.present(), item_id)
    return _show(request, found)


@require_POST
@staff_page(May.LOOK_AT_EVIDENCE)
def look(request: StaffRequest, item_id: UUID) -> HttpResponse:
    """The look is on record before anything is shown."""
    try:
        found = look_at_evidence(actor=request.actor, item_id=item_id, at=clock.now())
    except Problem as problem:
        found = permitted(request.actor, May.LOOK_AT_EVIDENCE, Item.objects.present(), item_id)
        return _show(request, found, errors=problem.sentences)
    if not found.media_type.startswith("image/"):
        return _text(request, found)
    return _show(request, found, picture=f"{reverse('school:evidence_picture', args=[item_id])}?look={_ticket(request, item_id)}")


def _text(request: StaffRequest, found: Item) -> HttpResponse:
    try:
        return _show(request, found, text=text_of(found))
    except Problem as problem:
        return _show(request, found, errors=problem.sentences)


def _show(request: StaffRequest, found: Item, **shown: object) -> HttpResponse:
    report = Report.objects.visible_to(request.actor).select_related("in_case__case").filter(pk=found.report_id).first()
    if report is None:  # it came with what another school sent and nobody has accepted
        raise Http404
    joined = getattr(report, "in_case", None)
    back = reverse("school:case_evidence", args=[joined.case_id]) if joined else reverse("school:report", args=[report.pk])
    custody = Custody.objects.visible_to(request.actor).filter(item=found).order_by("-at", "-id")
    return show(
        request,
        "school/evidence_item.html",
        status=422 if shown.get("errors") else 200,
        now_at="school:cases" if joined else "school:reports",
        title=file_of(found, report.reference).safe_name,
        back=back,
        here=reverse("school:evidence_item", args=[found.pk]),
        file=file_of(found, report.reference),
        marked=Marking.objects.visible_to(request.actor).filter(item=found).select_related("marked_by").first(),
        custody=[(it.at, CUSTODY[it.verb], _hands(it)) for it in custody[:50]],
        **shown,
    )


def _hands(it: Custody) -> str:
    return f"{it.actor_name}, from {it.given_by}" if it.given_by else it.actor_name


def _ticket(request: StaffRequest, item_id: UUID) -> str:
    return signing.dumps([str(item_id), str(request.actor.member)], salt=SALT)


@require_POST
@staff_page(May.LOOK_AT_EVIDENCE)
def mark(request: StaffRequest, item_id: UUID) -> HttpResponse:
    mark_intimate(actor=request.actor, item_id=item_id, words=request.POST.get("words", ""), at=clock.now())
    return redirect("school:evidence_item", item_id)


@require_GET
@staff_page(May.LOOK_AT_EVIDENCE)
def picture(request: StaffRequest, item_id: UUID) -> HttpResponse:
    """The re-encoded copy, for the moment after a look was recorded, and for whoever looked."""
    try:
        ticket = signing.loads(request.GET.get("look", ""), salt=SALT, max_age=LOOK_LASTS)
    except signing.BadSignature:
        raise Http404 from None
    if ticket != [str(item_id), str(request.actor.member)]:
        raise Http404
    try:
        shown = picture_of(actor=request.actor, item_id=item_id)
    except Problem:
        raise Http404 from None
    return locked(HttpResponse(shown.content, content_type=shown.media_type), "inline")


@require_POST
@staff_page(May.LOOK_AT_EVIDENCE)
def download(request: StaffRequest, item_id: UUID) -> HttpResponse:
    try:
        found, content = download_evidence(actor=request.actor, item_id=item_id, at=clock.now())
    except Problem as problem:
        found = permitted(request.actor, May.LOOK_AT_EVIDENCE, Item.objects.present(), item_id)
        return _show(request, found, errors=problem.sentences)
    reference = Report.objects.visible_to(request.actor).values_list("reference", flat=True).get(pk=found.report_id)
    name = file_of(found, reference).safe_name
    return attachment(content, name)
