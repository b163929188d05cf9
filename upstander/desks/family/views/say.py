"""One question, for whoever was given the link: shown without anything of the case, answered once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from upstander.desks.family.door import comes_too_often, family_page, is_ours, may_give_back
from upstander.desks.frame import errors
from upstander.kernel.clock import now
from upstander.procedures.looking_into.give_statement import NoSuchLink, NotGiven, give_statement
from upstander.records.investigations.enquiries import StatementLink
from upstander.records.investigations.links import read_link

MOST_TRIES, TRIES_WITHIN = 30, timedelta(minutes=15)


@family_page
def say(request: HttpRequest, word: str) -> HttpResponse:
    """Anybody may try thirty links in a quarter of an hour: 128 random bits are not guessed, but nobody need be let try."""
    if request.method == "POST" and not is_ours(request):
        return errors.answer(request, 403, kept=dict(request.POST.lists()) if may_give_back(request) else None)
    if comes_too_often(request, "say", MOST_TRIES, TRIES_WITHIN):
        return errors.answer(request, 429, kept=dict(request.POST.lists()))
    response = _said(request, word) if request.method == "POST" else _asked(request, word)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _asked(request: HttpRequest, word: str, problems: Mapping[str, str] | None = None) -> HttpResponse:
    link = read_link(word, now())
    return _question(request, word, link, problems or {}) if link else _over(request)


def _said(request: HttpRequest, word: str) -> HttpResponse:
    try:
        give_statement(word, words=request.POST.get("words", ""), at=now())
    except NotGiven as problem:
        return _asked(request, word, problem.sentences)
    except NoSuchLink:
        return _over(request)
    return render(request, "family/say_thanks.html", {"title": "Thank you"})


def _question(request: HttpRequest, word: str, link: StatementLink, problems: Mapping[str, str]) -> HttpResponse:
    context = {
        "title": "The school asks you something",
        "here": reverse("family:say", args=[word]),
        "school": link.organisation.name,
        "question": link.question,
        "until": link.expires_at,
        "errors": problems,
        "typed": request.POST.get("words", ""),
    }
    return render(request, "family/say.html", context, status=422 if problems else 200)


def _over(request: HttpRequest) -> HttpResponse:
    """The same for a link that was used, is over, was withdrawn, or never was; what was typed is not lost."""
    context = {"title": "This link opens nothing", "typed": request.POST.get("words", "")}
    return render(request, "family/say_over.html", context, status=404)
