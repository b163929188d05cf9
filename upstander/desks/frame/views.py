"""Leaving at once: the address behind the button 'Leave this site', for when JavaScript is off."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

LEAVE_ADDRESS = "/leave/"
OWN_SITES = ("same-origin", "none")


def neutral_site() -> str:
    return settings.LEAVE_TO


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Forget this browser's cookies and go to the neutral site.

    It answers GET because a form's redirect to another site is refused by form-action 'self', and POST for the
    script's keepalive request. Clear-Site-Data leaves the cache alone: emptying it can hold Chrome up for seconds,
    and our pages are not stored. A picture on a stranger's page may not sign anybody out, hence the look at
    Sec-Fetch-Site, which every current browser sends.
    """
    response = HttpResponse(status=303, headers={"Location": neutral_site(), "Cache-Control": "no-store"})
    response["Referrer-Policy"] = "no-referrer"
    if request.headers.get("Sec-Fetch-Site", "none") in OWN_SITES:
        for name in request.COOKIES:
            response.delete_cookie(name, samesite="Lax")
        response["Clear-Site-Data"] = '"cookies", "storage"'
    return response
