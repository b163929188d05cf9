"""Whoever came through a list keeps their place in it while they are busy with what they opened, its pages included."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from upstander.desks.school.keysets import read_key
from upstander.desks.school.listings import WHOLE, listing_of

COOKIE, PATH = "place", "/school/"
LASTS = 3600  # seconds
PARTED_BY = "~"
NOWHERE = ("", "", "")


def place_in(request: HttpRequest, subject: UUID | None) -> tuple[str, str, str]:
    """The name of the list, the row and its number: as the address has them, or as they were when this was opened."""
    if "list" in request.GET:
        return request.GET["list"], request.GET.get("row", ""), request.GET.get("n", "")
    kept, *place = request.COOKIES.get(COOKIE, "").split(PARTED_BY)
    if subject is None or kept != subject.hex or len(place) != len(NOWHERE) or _comes_from_a_list(request):
        return NOWHERE
    return place[0], place[1], place[2]


def keep_place(response: HttpResponse, request: HttpRequest, subject: UUID) -> HttpResponse:
    """A cookie and no row: a look costs nothing more, and the place is read anew with the eyes of whoever asks."""
    if "list" in request.GET:
        name, row, number = place_in(request, subject)
        if listing_of(name) and read_key(row):
            value = PARTED_BY.join((subject.hex, name, row, number[:6]))
            response.set_cookie(COOKIE, value, LASTS, path=PATH, httponly=True, samesite="Strict", secure=settings.HTTPS)
    elif COOKIE in request.COOKIES and _comes_from_a_list(request):
        response.delete_cookie(COOKIE, path=PATH, samesite="Strict")
    return response


def _comes_from_a_list(request: HttpRequest) -> bool:
    """By a way that is not the list's own: a search, say. Then the place is another, or none."""
    return urlsplit(request.headers.get("Referer", "")).path in _lists()


@cache
def _lists() -> frozenset[str]:
    return frozenset(reverse(f"school:{name}") for name in ("today", "search", *WHOLE))
