"""Which desk answers which address."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def health(request: HttpRequest) -> HttpResponse:
    """For whoever watches the process: it answers, whatever the database does."""
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns = [
    path("health/", health, name="health"),
    path("", include("upstander.desks.frame.urls")),
    path("", include("upstander.desks.public.urls")),
    path("sign-in/", include("upstander.desks.sign_in.urls")),
    path("", include("upstander.desks.family.urls")),
    path("school/", include("upstander.desks.school.urls")),
    path("force/", include("upstander.desks.force.urls")),
    path("oversight/", include("upstander.desks.oversight.urls")),
]
handler400 = "upstander.desks.frame.errors.handler400"
handler403 = "upstander.desks.frame.errors.handler403"
handler404 = "upstander.desks.frame.errors.handler404"
handler429 = "upstander.desks.frame.errors.handler429"
handler500 = "upstander.desks.frame.errors.handler500"
