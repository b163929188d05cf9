"""Finish later: a link that opens the draft again, on any device."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upstander.desks.family.door import family_page, hand_key, presented_key
from upstander.desks.family.pages import address
from upstander.kernel.clock import now
from upstander.records.intake.draft_keys import read_key
from upstander.records.intake.saving import DRAFTS_LAST, Progress, look


def show_later(request: HttpRequest, progress: Progress) -> HttpResponse:
    context = {
        "title": "Finish later",
        "link": f"{settings.PUBLIC_URL}{reverse('family:resume', args=[progress.key.word])}",
        "until": progress.saved_at + DRAFTS_LAST,
        "saved_at": progress.saved_at,
        "on": address(progress.next_open()),
        "here": reverse("family:later"),
    }
    response = render(request, "family/later.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


@family_page
def later(request: HttpRequest) -> HttpResponse:
    key = presented_key(request)
    progress = look(key, at=now()) if key else None
    if progress is None or progress.submitted_at:
        return redirect("family:sent" if progress else "family:start")
    return show_later(request, progress)


@family_page
def resume(request: HttpRequest, word: str) -> HttpResponse:
    """Take the link that somebody kept, and go on at the first question that is not answered."""
    key = read_key(word)
    progress = look(key, at=now()) if key else None
    if progress is None:
        raise Http404
    response = redirect("family:sent") if progress.submitted_at else redirect(address(progress.next_open()))
    response["Referrer-Policy"] = "no-referrer"
    return hand_key(response, progress.key)
