"""Which desk answers which address. A desk is loaded when one of its addresses is first asked for, or linked to."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLResolver, path, reverse
from django.urls.resolvers import RoutePattern


def health(request: HttpRequest) -> HttpResponse:
    """For whoever watches the process: it answers, whatever the database does."""
    return HttpResponse("ok\n", content_type="text/plain")


def _desk(prefix: str, name: str, *, namespace: str | None) -> URLResolver:
    """As path() with include(), which would import the desk and all that it needs before the first answer."""
    return URLResolver(RoutePattern(prefix), f"upstander.desks.{name}.urls", app_name=namespace, namespace=namespace)


urlpatterns = [  # in this order they are tried: those with a beginning of their own cost one look
    path("health/", health, name="health"),
    _desk("school/", "school", namespace="school"),
    _desk("force/", "force", namespace="force"),
    _desk("oversight/", "oversight", namespace="oversight"),
    _desk("sealed/", "sealed", namespace="sealed"),
    _desk("sign-in/", "sign_in", namespace=None),  # by the names under which allauth looks for its pages
    _desk("", "frame", namespace="frame"),
    _desk("", "public", namespace="public"),
    _desk("", "family", namespace="family"),
]
handler400 = "upstander.desks.frame.errors.handler400"
handler403 = "upstander.desks.frame.errors.handler403"
handler404 = "upstander.desks.frame.errors.handler404"
handler429 = "upstander.desks.frame.errors.handler429"
handler500 = "upstander.desks.frame.errors.handler500"


def load_desks() -> None:
    """Now. Django looks through all of them when it is asked for the address of one by its name."""
    reverse("health")
