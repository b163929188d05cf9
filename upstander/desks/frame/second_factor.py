"""Whether this session has passed the second factor, and where it goes when it has not."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

KEPT_AS = "second_factor_of"


def passed(request: HttpRequest) -> bool:
    """A one-time code or a recovery code was given in this session, by this account."""
    if request.session.get(KEPT_AS) == str(request.user.pk):
        return True
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def remember(request: HttpRequest) -> None:
    """Count this session as having passed: the code was just set up, or (in the demo) nobody has one."""
    request.session[KEPT_AS] = str(request.user.pk)


def ask_for_it(request: HttpRequest) -> HttpResponse:
    """To the page that asks for the code, or that sets it up at the first sign-in; and back from there."""
    page = "mfa_reauthenticate" if is_mfa_enabled(request.user, ["totp"]) else "mfa_activate_totp"
    return redirect_to_login(request.get_full_path(), reverse(page))
