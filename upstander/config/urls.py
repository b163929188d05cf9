"""Which desk answers which address."""

from __future__ import annotations

from importlib.util import find_spec

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path


def health(request: HttpRequest) -> HttpResponse:
    """For whoever watches the process: it answers, whatever the database does."""
    return HttpResponse("ok\n", content_type="text/plain")


def _desks() -> list[URLPattern | URLResolver]:
    built = {"family": "", "school": "school/", "oversight": "oversight/"}
    return [
        path(at, include(f"upstander.desks.{desk}.urls")) for desk, at in built.items() if _there(f"upstander.desks.{desk}.urls")
    ]


def _there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


urlpatterns = [
    path("health/", health, name="health"),
    path("account/", include("allauth.urls")),
    *_desks(),
]
