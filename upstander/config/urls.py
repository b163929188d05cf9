"""Which desk answers which address."""

from importlib.util import find_spec

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path


def health(request: HttpRequest) -> HttpResponse:
    """For whoever watches the process: it answers, whatever the database does."""
    return HttpResponse("ok\n", content_type="text/plain")


def _desks() -> list[URLPattern | URLResolver]:
    built = {"family": "", "school": "school/", "force": "force/", "oversight": "oversight/"}
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
    path("", include("upstander.desks.frame.urls")),
    path("", include("upstander.desks.public.urls")),
    path("sign-in/", include("upstander.desks.sign_in.urls")),
    *_desks(),
]
handler400 = "upstander.desks.frame.errors.handler400"
handler403 = "upstander.desks.frame.errors.handler403"
handler404 = "upstander.desks.frame.errors.handler404"
handler429 = "upstander.desks.frame.errors.handler429"
handler500 = "upstander.desks.frame.errors.handler500"
