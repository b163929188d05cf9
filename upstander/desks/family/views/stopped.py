"""One plain question: has it stopped? Asked by the school, or answered because it has started again."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upstander.desks.family.door import comes_too_often, family_page, is_ours, may_give_back
from upstander.desks.family.returning import Visit, holder_of_pass, visit
from upstander.desks.family.shapes import Notice
from upstander.desks.family.views.back import ADDED_WITHIN, MOST_ADDED, ask_code, home
from upstander.desks.frame import errors
from upstander.kernel.actor import Actor
from upstander.kernel.clock import now
from upstander.procedures.returning.say_whether_it_stopped import NotSaid, say_whether_it_stopped
from upstander.records.intake.models import Relation
from upstander.records.investigations.checks import Safe, Stopped

WAS_SAID = Notice("Thank you. The school has your answer", "If it starts again, come back here and say so, at any time.", "done")
WAS_AGAIN = Notice(
    "The school has your answer, and looks into it again",
    "If anyone is in danger now, call 999. You hear from the school again when it knows what comes of it.",
    "waiting",
)
STOPPED = {
    Stopped.YES.value: "Yes, it has stopped",
    Stopped.AGAIN.value: "No, it goes on, or it has started again",
    Stopped.UNSURE.value: "I am not sure",
}
SAFE = {
    Relation.PARENT.value: ("Is your child safe now?", "Yes", "No", "I am not sure"),
    Relation.CHILD.value: ("Are you safe now?", "Yes", "No", "I am not sure"),
}


@family_page
def stopped(request: HttpRequest) -> HttpResponse:
    actor = holder_of_pass(request)
    if request.method == "POST" and not is_ours(request):
        return errors.answer(request, 403, kept=dict(request.POST.lists()) if may_give_back(request) else None)
    if actor is None:
        return ask_code(request)
    found = visit(actor)
    if found is None or not found.may_say:
        return redirect("family:back")
    return _say(request, actor, found) if request.method == "POST" else _question(request, found)


def _say(request: HttpRequest, actor: Actor, found: Visit) -> HttpResponse:
    if comes_too_often(request, "stopped", MOST_ADDED, ADDED_WITHIN):
        return errors.answer(request, 429, kept=dict(request.POST.lists()))
    given = {name: request.POST.get(name, "") for name in ("stopped", "safe", "words")}
    try:
        said = say_whether_it_stopped(actor, at=now(), **given)
    except NotSaid as problem:
        return _question(request, found, given, problem.sentences)
    again = said.stopped == Stopped.AGAIN or said.safe == Safe.NO
    return home(request, actor, notices=(WAS_AGAIN if again else WAS_SAID,))


def _question(
    request: HttpRequest, found: Visit, given: Mapping[str, str] | None = None, problems: Mapping[str, str] | None = None
) -> HttpResponse:
    asks, *answers = SAFE[found.report.relation]
    context = {
        "title": "How is it now?",
        "back": reverse("family:back"),
        "here": reverse("family:stopped"),
        "errors": problems or {},
        "typed": given or {},
        "is_asked": found.is_asked,
        "stopped": list(STOPPED.items()),
        "safe_asks": asks,
        "safe": list(zip(Safe.values, answers, strict=True)),
    }
    return render(request, "family/stopped.html", context, status=422 if problems else 200)
