"""Coming back with the code: where it is, what the school says, a box to write back, more to add."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upstander.desks.family.advice import said_at_receipt
from upstander.desks.family.door import UNREADABLE, client_address, comes_too_often, family_page, is_ours, may_give_back
from upstander.desks.family.returning import Visit, give_pass, holder_of_pass, take_pass, visit
from upstander.desks.family.shapes import Notice, RefusedFile
from upstander.desks.family.views.evidence import UNREADABLE_FORM, offered_in
from upstander.desks.frame import errors
from upstander.desks.frame.reading import tidy
from upstander.desks.frame.uploads import UpToTheLimit
from upstander.kernel.actor import Actor
from upstander.kernel.clock import now
from upstander.kernel.references import typed_code
from upstander.kernel.shown import harmless
from upstander.procedures.reporting.attach_evidence import attach_evidence
from upstander.procedures.returning import add_to_report as adding
from upstander.procedures.returning import reply_to_school as replying
from upstander.procedures.returning.read_messages import read_messages
from upstander.records.access.doors import actor_for_code
from upstander.records.access.limiting import has_tried_too_often, too_often
from upstander.records.disclosures.models import DisclosureKind
from upstander.records.intake.saying import in_words

MOST_WRONG, WRONG_WITHIN = 10, timedelta(minutes=15)
MOST_ADDED, ADDED_WITHIN = 60, timedelta(hours=1)
NOT_A_CODE = "A code has 16 numbers. Type all of them, with or without spaces."
WRONG_CODE = "No report opens with this code. Look at every number again."
TOO_MANY = (
    "There were many wrong codes from here, so we have stopped taking any for 15 minutes. "
    "Your report is safe. Wait, then try again."
)
LETTER_SAYS = {
    DisclosureKind.OUTCOME_LETTER: "What the school looked into, what it decided and why, and what it does for your child.",
    DisclosureKind.RECEIVED: "The school has what you told them, and says what happens next.",
    DisclosureKind.STILL_LOOKING: "The school is still looking into it, and says when you hear more.",
    DisclosureKind.OTHER_SCHOOL: "Another school has a part in it. Who does what, and when you hear more.",
    DisclosureKind.POLICE: "The police have a part in it. What that changes, and when you hear more.",
    DisclosureKind.NOTHING_HEARD: "The school has not heard from you, and asks whether it can do something.",
    DisclosureKind.COMPLAINT_STAGE: "What the school says about what you did not agree with, and what you can do next.",
}
WAS_SENT = Notice("It is with the school", "You see here when they answer.", "done")
WAS_ADDED = Notice("It is added to your report", "The school sees what is new.", "done")
SAY_CODE_AGAIN = Notice(
    "Please type your code again",
    "An hour has gone by. What you wrote is still here and goes on its way with the code.",
    "waiting",
)


@family_page
def back(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _come_in(request)
    actor = holder_of_pass(request)
    return home(request, actor) if actor else ask_code(request)


def _come_in(request: HttpRequest) -> HttpResponse:
    """Take a code. After ten wrong ones every code gets the same answer, the right one as well."""
    typed, who, at = request.POST.get("code", ""), client_address(request), now()
    if not is_ours(request) and not may_give_back(request):
        return errors.answer(request, 403)
    if has_tried_too_often("code", who, at=at, most=MOST_WRONG):
        return ask_code(request, problem=TOO_MANY, status=429)
    code = typed_code(typed)
    actor = actor_for_code(code) if code else None
    if actor is None:
        too_often("code", who, at=at, most=MOST_WRONG, within=WRONG_WITHIN)
        return ask_code(request, problem=WRONG_CODE if code else NOT_A_CODE, status=422)
    words = tidy(request.POST.get("words", ""))
    response = _reply(request, actor, words) if words else home(request, actor)
    return give_pass(response, actor)


def ask_code(request: HttpRequest, *, problem: str = "", status: int = 200, words: str = "") -> HttpResponse:
    """The page for the code. Words that were being sent when the hour was over are carried along."""
    context = {
        "title": "Come back to your report",
        "errors": {"code": problem} if problem else {},
        "problem": problem,
        "typed": request.POST.get("code", "")[:40],
        "words": words or request.POST.get("words", ""),
        "notices": [SAY_CODE_AGAIN] if words else [],
    }
    return render(request, "family/code.html", context, status=status)


def home(
    request: HttpRequest,
    actor: Actor,
    *,
    notices: tuple[Notice, ...] = (),
    problems: dict[str, str] | None = None,
    words: str = "",
    added: str = "",
    not_taken: tuple[RefusedFile, ...] = (),
) -> HttpResponse:
    found = visit(actor)
    if found is None:
        return take_pass(redirect("family:back"))
    context = _shown(found) | {
        "notices": notices,
        "errors": problems or {},
        "problems": problems or {},
        "words": words,
        "added": added,
        "not_taken": not_taken,
    }
    response = render(request, "family/back.html", context, status=422 if problems else 200)
    if found.is_unread:
        read_messages(actor, at=now())
    return response


def _shown(found: Visit) -> dict[str, Any]:
    school = found.report.organisation
    return {
        "title": f"Your report to {school.name}",
        "here": reverse("family:back"),
        "visit": found,
        "letter_says": LETTER_SAYS,
        "report": found.report,
        "school": school,
        "told_by": datetime.fromisoformat(found.report.promised["told_by"]) if found.report.promised else None,
        **said_at_receipt(found.report.promised, school.name),
        "sections": [section for section in in_words(found.report.answers) if section.said],
    }


@family_page
def write(request: HttpRequest) -> HttpResponse:
    """A word to the school, or the answer to its question."""
    if request.method != "POST":
        return redirect("family:back")
    words = tidy(request.POST.get("words", ""))
    if not is_ours(request) and not may_give_back(request):
        return errors.answer(request, 403)
    actor = holder_of_pass(request)
    if actor is None or not is_ours(request):
        return ask_code(request, words=words)
    return _reply(request, actor, words)


def _reply(request: HttpRequest, actor: Actor, words: str) -> HttpResponse:
    if comes_too_often(request, "write", MOST_ADDED, ADDED_WITHIN):
        return errors.answer(request, 429, kept=dict(request.POST.lists()))
    try:
        replying.reply_to_school(actor, words, at=now())
    except (replying.NothingSaid, replying.TooLong) as problem:
        return home(request, actor, problems={"words": str(problem)}, words=words)
    return home(request, actor, notices=(WAS_SENT,))


@family_page
def add(request: HttpRequest) -> HttpResponse:
    """More words or files for the report."""
    if request.method != "POST":
        return redirect("family:back")
    request.upload_handlers = [UpToTheLimit(request)]
    actor = holder_of_pass(request)
    try:
        words = tidy(request.POST.get("added", ""))
    except UNREADABLE:
        return home(request, actor, notices=(UNREADABLE_FORM,)) if actor else ask_code(request)
    if not is_ours(request):
        return errors.answer(request, 403, kept=dict(request.POST.lists()))
    if actor is None:
        return ask_code(request, words=words)
    if comes_too_often(request, "add", MOST_ADDED, ADDED_WITHIN):
        return errors.answer(request, 429, kept=dict(request.POST.lists()))
    return _added(request, actor, words)


def _added(request: HttpRequest, actor: Actor, words: str) -> HttpResponse:
    files = offered_in(request)
    try:
        if words or not files:
            adding.add_to_report(actor, words, at=now())
    except (adding.NothingSaid, adding.TooLong) as problem:
        return home(request, actor, problems={"added": str(problem)}, added=words)
    refused = attach_evidence(actor, files, at=now()) if files else []
    not_taken = tuple(RefusedFile(harmless(each.name) or "a file without a name", each.why) for each in refused)
    taken = bool(words) or len(refused) < len(files)
    problems = {"files": "Some files could not be added. The list says why."} if refused else None
    return home(request, actor, notices=(WAS_ADDED,) if taken else (), problems=problems, not_taken=not_taken)


@family_page
def out(request: HttpRequest) -> HttpResponse:
    response = redirect("family:back")
    return take_pass(response) if request.method == "POST" and is_ours(request) else response
