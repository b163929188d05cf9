"""Pages for when something is wrong, in the voice of the desk they appear at: what happened, and what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

STAFF_DESKS = ("/school/", "/force/", "/oversight/", "/sign-in/")
NOT_KEPT = ("csrfmiddlewaretoken",)


@dataclass(frozen=True)
class Trouble:
    """What a page says: a heading, what happened, and what to do next."""

    title: str
    says: tuple[str, ...]
    next: str


FAMILY = {
    400: Trouble(
        "We could not read that",
        ("Something in the page did not reach us as it was sent. What you saved before is still here.",),
        "Go back and try again.",
    ),
    403: Trouble(
        "This page is not open to you",
        ("It may have been open for too long, or belong to somebody else’s report.",),
        "Go to the start, or come back with your code.",
    ),
    404: Trouble(
        "There is no page here",
        ("The address may be mistyped, or the page may have moved.",),
        "Go to the start, or come back with your code.",
    ),
    413: Trouble(
        "That file is too large for us",
        ("Each file can be up to 25 MB. Everything else you have told us is saved.",),
        "Go back and choose a smaller file, or a screenshot of the part that matters.",
    ),
    429: Trouble(
        "Please wait a little",
        ("There have been many tries from here in a short time, so we have paused to keep reports safe. Nothing is lost.",),
        "Wait a few minutes, then try again.",
    ),
    500: Trouble(
        "Something went wrong here",
        ("It is our fault, not yours. What you saved before is still here.",),
        "Try again in a few minutes.",
    ),
    503: Trouble(
        "We cannot save anything just now",
        ("It is our fault, not yours. It should not take long.",),
        "Try again in a few minutes.",
    ),
}
STAFF = {
    400: Trouble(
        "The request could not be read",
        ("Part of it was missing or damaged on the way. Nothing was changed.",),
        "Go back and send it again.",
    ),
    401: Trouble(
        "You are signed out",
        ("The page was open for longer than a sign-in lasts. Nothing was stored.",),
        "Sign in again in another window. Then come back to this page and press the button below, if there is one.",
    ),
    403: Trouble(
        "You cannot open this",
        ("Your role does not allow it, or the page was open for too long. The attempt is on record, as every look is.",),
        "Go to Today. If you should have access, ask the person who looks after accounts.",
    ),
    404: Trouble("Not found", ("There is nothing here that you can open.",), "Check the reference, or go to Today and search."),
    413: Trouble(
        "The file is too large", ("Each file can be up to 25 MB. Nothing was stored.",), "Go back and choose a smaller file."
    ),
    429: Trouble(
        "Too many tries",
        ("Tries from here are paused for a few minutes to protect accounts.",),
        "Wait a few minutes, then try again.",
    ),
    500: Trouble(
        "Something went wrong",
        ("The fault is on our side, and it has been logged. Nothing was half-saved.",),
        "Try again. If it happens twice, tell the person who runs Upstander.",
    ),
    503: Trouble(
        "Upstander cannot save just now",
        ("The database does not answer. Nothing was half-saved.",),
        "Try again in a few minutes.",
    ),
}


def answer(
    request: HttpRequest, status: int, *, kept: Mapping[str, list[str]] | None = None, wait_seconds: int = 0
) -> HttpResponse:
    """Answer with the error page for this status, at this desk.

    Shapes: `kept` is what was typed (dict(request.POST.lists())); the page shows it and can send it again, so no word is lost.
    Units: `wait_seconds` goes into Retry-After.
    Raises: KeyError for a status without a page.
    """
    at_staff_desk = request.path.startswith(STAFF_DESKS)
    context: dict[str, Any] = {
        "trouble": (STAFF if at_staff_desk else FAMILY)[status],
        "kept": {name: values for name, values in (kept or {}).items() if name not in NOT_KEPT} if _typed_here(request) else {},
        "again": request.get_full_path(),
        "home": f"/{request.path.split('/')[1]}/" if at_staff_desk else "/",
    }
    response = render(request, f"frame/{'staff' if at_staff_desk else 'family'}_error.html", context, status=status)
    response["Cache-Control"] = "no-store"
    if wait_seconds:
        response["Retry-After"] = str(wait_seconds)
    return response


def _typed_here(request: HttpRequest) -> bool:
    """Tell whether our own page sent this: a stranger's page must not get its words offered with a fresh token."""
    if "Sec-Fetch-Site" in request.headers:
        return request.headers["Sec-Fetch-Site"] == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 400)


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 403)


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 404)


def handler429(request: HttpRequest) -> HttpResponse:
    return answer(request, 429, wait_seconds=300)


def handler500(request: HttpRequest) -> HttpResponse:
    return answer(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For settings.CSRF_FAILURE_VIEW: the page was open too long; what was typed can be sent again with a fresh token."""
    return answer(request, 403, kept=dict(request.POST.lists()))
