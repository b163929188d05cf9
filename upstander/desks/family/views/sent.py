"""Check answers, send, and the receipt."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upstander.desks.family.advice import said_at_receipt, what_to_do_now
from upstander.desks.family.door import UNREACHABLE, comes_too_often, family_page, hand_key, is_ours, presented_key
from upstander.desks.family.pages import CHECK, Page, show
from upstander.desks.family.shapes import Notice
from upstander.desks.family.views.report import ask, not_ours
from upstander.desks.frame import errors
from upstander.kernel.actor import reporter
from upstander.kernel.clock import now
from upstander.procedures.reporting import receive_report as receiving
from upstander.procedures.reporting.keep_code import keep_code
from upstander.records.access.asking import asking
from upstander.records.intake.draft_keys import DraftKey, unsealed
from upstander.records.intake.models import Draft, Report
from upstander.records.intake.saving import look
from upstander.records.intake.saying import in_words

MOST_SENT, SENT_WITHIN = 60, timedelta(hours=1)
NOT_SENT = Notice(
    "We could not send it just now",
    "It is our fault, not yours. Everything you told us is saved, and nothing was sent. Press Send again in a minute.",
    "danger",
)
NO_SCHOOL = "Choose a school that can receive reports here."


@family_page
def check(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return ask(request, CHECK)
    key = presented_key(request)
    if key is None:
        return redirect("family:start")
    page = Page(CHECK, key=key, from_memory=True)
    if not is_ours(request):
        return not_ours(request, replace(page, progress=look(key, at=now()), from_memory=False))
    try:
        return _send(request, key)
    except UNREACHABLE:
        return render(request, "family/not_sent.html", {"title": NOT_SENT.title, "notice": NOT_SENT, "key": key.word}, status=503)


def _send(request: HttpRequest, key: DraftKey) -> HttpResponse:
    if comes_too_often(request, "send", MOST_SENT, SENT_WITHIN):
        return errors.answer(request, 429, kept=dict(request.POST.lists()), wait_seconds=int(SENT_WITHIN.total_seconds()))
    try:
        received = receiving.receive_report(key, at=now())
    except receiving.NoSchool:
        shown = Page(CHECK, look(key, at=now()), problems={"school": NO_SCHOOL}, status=422)
        return show(request, shown)
    except receiving.NoSuchDraft:
        return redirect("family:start")
    return hand_key(receipt(request, received.report, received.code, key), key)


def receipt(request: HttpRequest, report: Report, code: str, key: DraftKey) -> HttpResponse:
    return render(request, "family/receipt.html", receipt_context(report, code, key))


def receipt_context(report: Report, code: str, key: DraftKey) -> dict[str, Any]:
    school, promised = report.organisation, report.promised
    return {
        "title": f"Thank you. {school.name} has your report.",
        "here": reverse("family:sent"),
        "report": report,
        "school": school,
        "code": code,
        "key": key.word,
        "read_by": datetime.fromisoformat(promised["read_by"]),
        "told_by": datetime.fromisoformat(promised["told_by"]),
        **said_at_receipt(promised, school.name),
        "sections": [section for section in in_words(report.answers) if section.said],
        "advice": what_to_do_now(),
    }


@family_page
def sent(request: HttpRequest) -> HttpResponse:
    """The receipt again, while this browser holds the draft's key; and the button that says the code is kept."""
    key = presented_key(request)
    if key is None:
        return redirect("family:back")
    if request.method == "POST" and is_ours(request):
        keep_code(key, at=now())
    actor = reporter(key.draft_id)
    with asking(actor):
        draft = Draft.objects.visible_to(actor).filter(token_digest=key.digest, expires_at__gt=now()).first()
        if draft is None or draft.submitted_at is None:
            return redirect("family:start" if draft else "family:back")
        report = Report.objects.visible_to(actor).select_related("organisation").get()
    code = unsealed(bytes(draft.sealed_code), key) if draft.sealed_code else ""
    return receipt(request, report, code, key)
