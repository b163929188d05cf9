"""Packs for the police: asked about on one page, shown with what is missing and how far it is, taken file by file."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from upstander.desks.frame.addresses import address
from upstander.desks.frame.outsiders import locked
from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.school.attempts import NONE_YET, attempt
from upstander.desks.school.shapes_police import files_to_choose, latest_asked, page_of, people_asked_about
from upstander.desks.school.views.case_pages import Opened, opened, page
from upstander.kernel import clock
from upstander.kernel.problems import Problem
from upstander.procedures.police.put_together_pack import put_together_pack
from upstander.procedures.police.take_file import take_file
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.disclosures.pack.asking import GENERAL, WHY_KEPT_BACK
from upstander.records.disclosures.pack.sheet import sheet_of
from upstander.records.disclosures.packs import PolicePack

TYPES = {"pdf": "application/pdf", "sheet": "application/pdf", "json": "application/json", "zip": "application/zip"}


@staff_page(May.TELL_POLICE)
def put_together(request: StaffRequest, case_id: UUID) -> HttpResponse:
    errors = NONE_YET
    if request.method == "POST":
        made: list[PolicePack] = []
        errors = attempt(lambda: made.append(_put_together(request, case_id)))
        if not errors:
            return redirect("school:case_police_pack", case_id, made[0].pk)
    it = opened(request, case_id)
    before = latest_asked(request.actor, it.case)
    typed = request.POST if request.method == "POST" else before
    return page(
        request,
        "case_police_ask.html",
        it,
        title="Put together the details for the police",
        back=address("school:case_police", it.case.pk),
        errors=errors,
        typed=typed,
        withheld=request.POST.getlist("withheld") if request.method == "POST" else before.get("withheld", []),
        chosen=request.POST.getlist("exhibits"),
        parts_asked=GENERAL,
        people=people_asked_about(request.actor, it.case),
        why_kept_back=WHY_KEPT_BACK,
        files=files_to_choose(request.actor, it.case),
    )


def _put_together(request: StaffRequest, case_id: UUID) -> PolicePack:
    given = request.POST
    return put_together_pack(
        actor=request.actor,
        case_id=case_id,
        given=given.dict(),
        withheld=given.getlist("withheld"),
        exhibits=_ids(given),
        at=clock.now(),
    )


def _ids(given: QueryDict) -> set[UUID]:
    """What is no id is no file."""
    found = set()
    for value in given.getlist("exhibits"):
        try:
            found.add(UUID(value))
        except ValueError:
            continue
    return found


@require_safe
@staff_page(May.TELL_POLICE)
def pack(request: StaffRequest, case_id: UUID, pack_id: UUID) -> HttpResponse:
    """Asking only whether it is made (HEAD) is for the page that waits for it."""
    found = _pack(request, case_id, pack_id)
    if request.method == "HEAD":
        return HttpResponse(status=202 if found.finished_at is None else 200)
    return _show(request, opened(request, case_id), found)


def _show(request: StaffRequest, it: Opened, found: PolicePack, **context: object) -> HttpResponse:
    return page(
        request,
        "case_police_pack.html",
        it,
        title="Details for the police",
        back=address("school:case_police", it.case.pk),
        pack=page_of(request.actor, found, clock.now()),
        **context,
    )


@require_safe
@staff_page(May.TELL_POLICE)
def sheet(request: StaffRequest, case_id: UUID, pack_id: UUID) -> HttpResponse:
    found = _pack(request, case_id, pack_id)
    return page(
        request,
        "case_police_sheet.html",
        opened(request, case_id),
        title="Ringing 101",
        back=reverse("school:case_police_pack", args=[case_id, pack_id]),
        parts_said=sheet_of(found.payload),
        when=found.put_together_at,
    )


@require_POST
@staff_page(May.TELL_POLICE)
def take(request: StaffRequest, case_id: UUID, pack_id: UUID, kind: str) -> HttpResponse:
    """The bytes go as they are opened, after the transaction: they come from the vault and need no database."""
    found = _pack(request, case_id, pack_id)
    try:
        taken = take_file(actor=request.actor, pack_id=found.pk, kind=kind, at=clock.now())
    except Problem as problem:
        return _show(request, opened(request, case_id), found, errors=problem.sentences)
    answer = StreamingHttpResponse(taken.content, content_type=TYPES[kind])
    if taken.size is not None:
        answer["Content-Length"] = str(taken.size)
    return cast(HttpResponse, locked(answer, f'attachment; filename="{taken.name}"'))


def _pack(request: StaffRequest, case_id: UUID, pack_id: UUID) -> PolicePack:
    rows = PolicePack.objects.select_related("put_together_by")
    found = permitted(request.actor, May.TELL_POLICE, rows, pack_id)
    if found.case_id != case_id:
        raise Http404
    return found
