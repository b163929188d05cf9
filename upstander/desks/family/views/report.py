"""The pages of the report: each press of Continue saves one answer and draws the next question."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from markupsafe import Markup

from upstander.desks.family import pages
from upstander.desks.family.advice import advice_after
from upstander.desks.family.door import (
    UNREACHABLE,
    comes_too_often,
    family_page,
    forget_key,
    hand_key,
    is_ours,
    may_give_back,
    presented_key,
)
from upstander.desks.family.pages import CHECK, Page, address, show
from upstander.desks.family.shapes import Notice
from upstander.desks.family.views.later import show_later
from upstander.desks.frame import errors
from upstander.desks.frame.reading import read
from upstander.kernel.clock import in_london, now
from upstander.procedures.reporting.save_answer import AlreadySent, AnsweredElsewhere, NoSuchDraft, save_answer
from upstander.procedures.reporting.start_report import start_report
from upstander.records.intake.questions import after, questions
from upstander.records.intake.saving import Progress, look
from upstander.records.intake.saying import said_to

MOST_STARTS, STARTS_WITHIN = 60, timedelta(hours=1)
CANNOT_SAVE = Notice(
    "We cannot save this just now",
    "It is our fault, not yours. What you typed is still here. Press Continue again in a minute.",
    "danger",
)
OPEN_TOO_LONG = Notice("The page was open for a long time", "What you typed is still here. Press Continue again.", "waiting")
NOT_HELD = Notice(
    "We no longer hold what you wrote before",
    "Reports that are not sent are removed after 28 days. What you have just typed is saved as the start of a new one.",
    "waiting",
)


@family_page
def start(request: HttpRequest) -> HttpResponse:
    """The first question, for somebody who comes or comes back; with ?new=yes for somebody who wants to begin again."""
    if request.method == "GET" and request.GET.get("new") == "yes":
        return forget_key(show(request, Page(next(iter(questions())))))
    return _question(request, next(iter(questions())))


@family_page
def question(request: HttpRequest, question_id: str) -> HttpResponse:
    if question_id not in questions() or question_id in ("school", "evidence", CHECK):
        raise Http404
    return _question(request, question_id)


def _question(request: HttpRequest, question_id: str) -> HttpResponse:
    if request.method == "POST":
        return _answered(request, question_id)
    return ask(request, question_id)


def ask(request: HttpRequest, question_id: str) -> HttpResponse:
    """Show a question with what was answered before; without a draft, the first one."""
    key = presented_key(request)
    progress = look(key, at=now()) if key else None
    if progress and progress.submitted_at:
        return redirect("family:sent")
    if progress is None and question_id != next(iter(questions())):
        return redirect("family:start")
    is_start = request.path == reverse("family:start")
    notices = [_unfinished(progress)] if progress and is_start else []
    return show(request, Page(question_id, progress, then=then_of(request), notices=notices))


def _unfinished(progress: Progress) -> Notice:
    words = Markup('<p><a href="{}">Go on where you were</a>, or <a href="{}?new=yes">start a new one</a>.</p>')
    return Notice("You have begun a report", words.format(address(progress.next_open()), reverse("family:start")))


def then_of(request: HttpRequest) -> str:
    return CHECK if CHECK in (request.GET.get("then"), request.POST.get("then")) else ""


def _answered(request: HttpRequest, question_id: str) -> HttpResponse:
    """Read, check, save, and draw the next question. Whatever goes wrong, the same page comes back as it was filled in."""
    result = read(questions()[question_id].for_families, request.POST, in_london(now()).date())
    page = Page(
        question_id,
        key=presented_key(request),
        then=then_of(request),
        answer=result.answer,
        seen=seen_of(request),
        from_memory=True,
    )
    if not is_ours(request):
        return not_ours(request, page)
    if result.problems:
        return show(request, replace(page, problems=result.problems, status=422))
    try:
        return save_and_go_on(request, page, result.answer)
    except UNREACHABLE:
        return show(request, replace(page, notices=[CANNOT_SAVE], status=503))


def seen_of(request: HttpRequest) -> int:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 7 else 0


def not_ours(request: HttpRequest, page: Page) -> HttpResponse:
    """The form's token is missing or too old, or a stranger's page sent it: ask for another press of the button."""
    if not may_give_back(request):
        return errors.answer(request, 403)
    return show(request, replace(page, notices=[OPEN_TOO_LONG], status=403))


def save_and_go_on(
    request: HttpRequest, page: Page, answer: dict[str, Any], notices: Callable[[], list[Notice]] | None = None
) -> HttpResponse:
    try:
        progress, first = save(request, page, answer)
    except TooManyStarts:
        return errors.answer(request, 429, kept=dict(request.POST.lists()), wait_seconds=int(STARTS_WITHIN.total_seconds()))
    except AlreadySent:
        return already_sent(request, page, answer)
    except AnsweredElsewhere as other:
        return choose_answer(request, page, answer, other.progress)
    told = [*([NOT_HELD] if first and page.key else []), *(notices() if notices else advice_after(page.question_id, answer))]
    return go_on(request, page, progress, told)


class TooManyStarts(Exception):
    """More reports are begun from one place than people could write."""


def save(request: HttpRequest, page: Page, answer: dict[str, Any]) -> tuple[Progress, bool]:
    """Save into the draft that the key opens, or begin one. Returns the draft, and whether it was begun now."""
    if page.key is not None:
        try:
            return save_answer(page.key, page.question_id, answer, seen=page.seen or 0, at=now()), False
        except NoSuchDraft:
            pass
    if comes_too_often(request, "start", MOST_STARTS, STARTS_WITHIN):
        raise TooManyStarts
    return start_report(page.question_id, answer, at=now()), True


def go_on(request: HttpRequest, page: Page, progress: Progress, notices: list[Notice]) -> HttpResponse:
    """What the pressed button asks for: one more group of fields, the page with the link, or the next question."""
    more = request.POST.get("more", "")
    if more:
        return show(request, Page(page.question_id, progress, then=page.then, more=more))
    if request.POST.get("go") == "later":
        return hand_key(show_later(request, progress), progress.key)
    following = page.then or after(page.question_id)
    return show(request, Page(following, progress, notices=notices))


def already_sent(request: HttpRequest, page: Page, answer: dict[str, Any]) -> HttpResponse:
    context = {"title": "You have sent this report", "said": said_to(page.question_id, answer), "here": address("check")}
    return render(request, "family/already_sent.html", context, status=409)


def choose_answer(request: HttpRequest, page: Page, answer: dict[str, Any], standing: Progress) -> HttpResponse:
    """Two windows answered the same question differently: show both, and let the person say which one counts."""
    hidden = [(n, v) for n, values in request.POST.lists() for v in values if n not in ("seen", "csrfmiddlewaretoken", "key")]
    context = {
        "title": "Which answer do you want to keep?",
        "question": questions()[page.question_id],
        "mine": said_to(page.question_id, answer),
        "theirs": said_to(page.question_id, standing.answer(page.question_id)),
        "hidden": hidden,
        "key": standing.key.word,
        "seen": standing.version(page.question_id),
        "address": pages.address(page.question_id),
        "keep_theirs": pages.address(page.then or after(page.question_id)),
    }
    return render(request, "family/which.html", context, status=409)
