"""Screenshots and files, after the question about sexual pictures."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import BinaryIO, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from upstander.desks.family.door import (
    UNREACHABLE,
    UNREADABLE,
    comes_too_often,
    family_page,
    is_ours,
    key_in_cookie,
    presented_key,
)
from upstander.desks.family.pages import Page, show
from upstander.desks.family.shapes import Notice
from upstander.desks.family.views.report import TooManyStarts, already_sent, ask, go_on, not_ours, save, seen_of, then_of
from upstander.desks.frame import errors
from upstander.desks.frame.uploads import UpToTheLimit
from upstander.desks.frame.words import plural
from upstander.kernel.actor import reporter
from upstander.kernel.clock import now
from upstander.procedures.reporting.attach_evidence import attach_evidence
from upstander.procedures.reporting.remove_evidence import remove_evidence
from upstander.procedures.reporting.save_answer import AlreadySent
from upstander.records.evidence.taking_in import NotTaken, Offered
from upstander.records.intake.saving import Progress

MOST_UPLOADS, UPLOADS_WITHIN = 60, timedelta(hours=1)
CANNOT_KEEP = Notice(
    "We cannot save files just now",
    "It is our fault, not yours. Everything you told us before is saved. Choose the files again in a minute.",
    "danger",
)
UNREADABLE_FORM = Notice(
    "We could not read that",
    "Choose at most 20 files at a time, each up to 25 MB. Everything you told us before is saved.",
    "danger",
)
ANSWER = {"asked": "yes"}


@family_page
def evidence(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return ask(request, "evidence")
    request.upload_handlers = [UpToTheLimit(request)]
    try:
        request.POST  # noqa: B018  (reads the form, and with it the files)
    except UNREADABLE:
        return show(
            request, Page("evidence", key=key_in_cookie(request), notices=[UNREADABLE_FORM], status=413, from_memory=True)
        )
    page = Page("evidence", key=presented_key(request), then=then_of(request), seen=seen_of(request), from_memory=True)
    if not is_ours(request):
        return not_ours(request, page)
    try:
        return _sent(request, page)
    except UNREACHABLE:
        return show(request, replace(page, notices=[CANNOT_KEEP], status=503))


def _sent(request: HttpRequest, page: Page) -> HttpResponse:
    files = offered_in(request)
    if files and comes_too_often(request, "upload", MOST_UPLOADS, UPLOADS_WITHIN):
        return errors.answer(request, 429, wait_seconds=int(UPLOADS_WITHIN.total_seconds()))
    try:
        progress, _ = save(request, page, ANSWER)
    except AlreadySent:
        return already_sent(request, page, {})
    except TooManyStarts:
        return errors.answer(request, 429, wait_seconds=3600)
    if removed := request.POST.get("remove"):
        return _removed(request, page, progress, removed)
    not_taken = attach_evidence(reporter(progress.key.draft_id), files, at=now()) if files else []
    if not_taken or request.POST.get("go") == "add":
        return _stay(request, page, progress, not_taken)
    kept = plural(len(files), "file is kept", "files are kept")
    return go_on(
        request,
        page,
        progress,
        [Notice(kept, "Only people at the school who look after this can open them.", "done")] if files else [],
    )


def _removed(request: HttpRequest, page: Page, progress: Progress, item_id: str) -> HttpResponse:
    try:
        remove_evidence(reporter(progress.key.draft_id), UUID(item_id), at=now())
    except ValueError:
        pass
    return _stay(request, page, progress, [])


def _stay(request: HttpRequest, page: Page, progress: Progress, not_taken: Sequence[NotTaken]) -> HttpResponse:
    problems = {"files": f"{plural(len(not_taken), 'file', 'files')} could not be added. The list says why."} if not_taken else {}
    shown = Page("evidence", progress, then=page.then, problems=problems, not_taken=not_taken, status=422 if not_taken else 200)
    return show(request, shown)


def offered_in(request: HttpRequest) -> list[Offered]:
    """The files of a form. A file field that was left empty sends none."""
    return [Offered(file.name or "", file.size or 0, cast(BinaryIO, file)) for file in request.FILES.getlist("files")]
