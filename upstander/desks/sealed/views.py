"""For a school that nobody has here: a link is opened once with its code, and shows one referral, and takes its answer."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from markupsafe import Markup

from upstander.desks.frame import errors
from upstander.desks.frame.open_door import comes_too_often, is_ours, may_give_back, open_page
from upstander.desks.frame.outsiders import attachment
from upstander.kernel.clock import now
from upstander.procedures.exchanging.answer_sealed import NotAnswered, answer_sealed
from upstander.procedures.exchanging.download_sealed import NotAsSent, download_sealed
from upstander.procedures.exchanging.open_sealed_link import open_sealed_link
from upstander.procedures.exchanging.read_sealed import read_sealed
from upstander.records.disclosures.exchange import CrossingKind
from upstander.records.disclosures.sealed import Held, NoSuchLink
from upstander.records.disclosures.showing import as_html

MOST_TRIES, TRIES_WITHIN = 30, timedelta(minutes=15)
MOST_SAID, SAID_WITHIN = 60, timedelta(hours=1)
COOKIE, PLACE = "__Secure-sealed" if settings.HTTPS else "sealed", "/sealed/"
SAY = {
    CrossingKind.ACCEPTED: (
        "Accept it",
        "You look into your own pupil’s part. They learn that you do, and nothing of what you do.",
    ),
    CrossingKind.REFUSED: ("Refuse it, with the reason", "Such as: no pupil of this name is here. It ends with that."),
    CrossingKind.QUESTION: ("Ask them something", ""),
    CrossingKind.ANSWER: ("Answer, or tell them more", ""),
    CrossingKind.OUTCOME: ("Tell them what came of it", "As far as they may know. It ends with that."),
}
VERBS = {
    CrossingKind.ACCEPTED: "accepted it",
    CrossingKind.REFUSED: "refused it",
    CrossingKind.QUESTION: "asked",
    CrossingKind.ANSWER: "wrote",
    CrossingKind.REMINDER: "reminded you",
    CrossingKind.OUTCOME: "told the outcome",
    CrossingKind.WITHDRAWN: "took it back",
}


@open_page
def door(request: HttpRequest, word: str) -> HttpResponse:
    """Looking at it asks nothing of the database: a robot that fetches links learns nothing and uses up nothing."""
    if request.method != "POST":
        return _page(request, "door.html", {"title": "A school has sent you something", "here": request.path})
    if not is_ours(request):
        return errors.answer(request, 403, kept=dict(request.POST.lists()) if may_give_back(request) else None)
    if comes_too_often(request, "sealed", MOST_TRIES, TRIES_WITHIN):
        return errors.answer(request, 429)
    try:
        key, until = open_sealed_link(word, code=request.POST.get("code", ""), at=now())
    except NoSuchLink:
        return _opens_nothing(request)
    return _hand(redirect("sealed:held"), key, until)


@open_page
def held(request: HttpRequest) -> HttpResponse:
    """The referral, and what was said since, for whoever holds the key."""
    problems: Mapping[str, str] = {}
    if request.method == "POST":
        if not is_ours(request):
            return errors.answer(request, 403, kept=dict(request.POST.lists()) if may_give_back(request) else None)
        if comes_too_often(request, "sealed-said", MOST_SAID, SAID_WITHIN):
            return errors.answer(request, 429, kept=dict(request.POST.lists()))
        try:
            _say(request)
            return redirect(f"{reverse('sealed:held')}?done=said")
        except NotAnswered as problem:
            problems = problem.sentences
        except NoSuchLink:
            return _opens_nothing(request)
    return _shown(request, problems)


def _say(request: HttpRequest) -> None:
    typed = {name: request.POST.get(name, "") for name in ("kind", "words", "name", "role")}
    answer_sealed(_key(request), **typed, at=now())


def _shown(request: HttpRequest, problems: Mapping[str, str]) -> HttpResponse:
    try:
        it = read_sealed(_key(request), at=now())
    except NoSuchLink:
        return _opens_nothing(request)
    context = {
        "title": f"A referral from {it.school}",
        "here": reverse("sealed:held"),
        "it": it,
        "sheet": Markup(as_html(it.letter)) if it.letter else "",  # noqa: S704  (escaped where it is made)
        "said": [(row, VERBS[row.kind]) for row in it.said],
        "say": _choices(it),
        "errors": problems,
        "typed": request.POST,
        "is_said": request.GET.get("done") == "said",
    }
    return _page(request, "held.html", context, status=422 if problems else 200)


def _choices(it: Held) -> list[tuple[str, str, str]]:
    return [(kind.value, *SAY[kind]) for kind in it.may_say]


@require_POST
@open_page
def file(request: HttpRequest, enclosure_id: UUID) -> HttpResponse:
    if not is_ours(request):
        return errors.answer(request, 403)
    try:
        item, content = download_sealed(_key(request), enclosure_id=enclosure_id, at=now())
    except NoSuchLink:
        return _opens_nothing(request)
    except NotAsSent:
        return errors.answer(request, 500)
    ending = mimetypes.guess_extension(item.media_type.partition(";")[0]) or ".bin"
    return attachment(content, f"evidence-{item.position:02d}{ending}")


@require_POST
@open_page
def out(request: HttpRequest) -> HttpResponse:
    """This browser forgets the key. Nobody else has it."""
    if not is_ours(request):
        return errors.answer(request, 403)
    response = _opens_nothing(request)
    response.delete_cookie(COOKIE, path=PLACE, samesite="Lax")
    return response


def _key(request: HttpRequest) -> str:
    return request.COOKIES.get(COOKIE, "")


def _hand(response: HttpResponse, key: str, until: datetime) -> HttpResponse:
    """Let the browser hold the key for as long as it lets somebody in."""
    response.set_cookie(COOKIE, key, path=PLACE, expires=until, httponly=True, samesite="Lax", secure=settings.HTTPS)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _opens_nothing(request: HttpRequest) -> HttpResponse:
    """The same for what is wrong, used, over, taken back or was never there; what was typed is not lost."""
    context = {"title": "This opens nothing", "typed": request.POST.get("words", "")}
    return _page(request, "over.html", context, status=404)


def _page(request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200) -> HttpResponse:
    response = render(request, f"sealed/{template}", dict(context), status=status)
    response["Referrer-Policy"] = "no-referrer"
    return response
