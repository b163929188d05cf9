"""The door of pages for people who do not sign in: nothing is cached, and what somebody typed is never lost on the way."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt

from upstander.desks.frame import errors
from upstander.kernel.clock import now
from upstander.records.access.limiting import too_often

P = ParamSpec("P")
UNREACHABLE = (OperationalError, InterfaceError)


def open_page(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page that is never stored by a browser and has words for a database that does not answer.

    Django's own check of forms is put off: the view asks `is_ours` itself, so that it can give back what was typed.
    """

    @wraps(view)
    def entered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except UNREACHABLE:
            typed = dict(request.POST.lists()) if request.method == "POST" else None
            response = errors.answer(request, 503, kept=typed, wait_seconds=60)
        patch_cache_control(response, private=True, no_store=True)
        return response

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponse], csrf_exempt(entered))


class _Check(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(reason, status=403)


def is_ours(request: HttpRequest) -> bool:
    """Whether our own page sent this form: the browser says so itself, or the form carries Django's token."""
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        return True
    check = _Check(lambda _: HttpResponse())
    return check.process_view(request, lambda _: HttpResponse(), (), {}) is None


def may_give_back(request: HttpRequest) -> bool:
    """Whether what was sent may be shown again with a fresh token. A stranger's page must not put words in our form."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    return site in (None, "same-origin") and origin in (None, f"{request.scheme}://{request.get_host()}")


def client_address(request: HttpRequest) -> str:
    """Where a request comes from. Behind a proxy the proxy says so, in the last entry, which nobody else can write."""
    if settings.BEHIND_PROXY and (forwarded := request.headers.get("X-Forwarded-For")):
        return forwarded.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def comes_too_often(request: HttpRequest, what: str, most: int, within: timedelta) -> bool:
    return too_often(what, client_address(request), at=now(), most=most, within=within)
