"""The door of the family desk: nobody signs in, and a draft is kept by its key."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError

from upstander.desks.frame.open_door import UNREACHABLE, client_address, comes_too_often, is_ours, may_give_back
from upstander.desks.frame.open_door import open_page as family_page
from upstander.records.intake.draft_keys import DraftKey, read_key

__all__ = [
    "UNREACHABLE", "UNREADABLE", "client_address", "comes_too_often", "family_page", "forget_key", "hand_key", "is_ours",
    "key_in_cookie", "may_give_back", "presented_key",
]  # fmt: skip
UNREADABLE = (TooManyFilesSent, TooManyFieldsSent, RequestDataTooBig, MultiPartParserError)
COOKIE = "__Host-draft" if settings.HTTPS else "draft"
KEY_FIELD = "key"


def presented_key(request: HttpRequest) -> DraftKey | None:
    """The key to a draft that came with the form or, without one, in the cookie."""
    return read_key(request.POST.get(KEY_FIELD, "")) or key_in_cookie(request)


def key_in_cookie(request: HttpRequest) -> DraftKey | None:
    return read_key(request.COOKIES.get(COOKIE, ""))


def hand_key(response: HttpResponse, key: DraftKey) -> HttpResponse:
    """Let the browser hold the key until it is closed."""
    response.set_cookie(COOKIE, key.word, httponly=True, samesite="Lax", secure=settings.HTTPS)
    return response


def forget_key(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, samesite="Lax")
    return response
