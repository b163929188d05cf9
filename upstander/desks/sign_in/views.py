"""allauth's views in our words. The steps and the checks are allauth's; the pages are ours."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from upstander.desks.frame import second_factor
from upstander.desks.sign_in.demo import who_may_be_played
from upstander.records.access.doors import membership_of
from upstander.records.access.matrix import May, role_may

WHERE = ((May.READ_REPORT, "school:today"), (May.READ_DISCLOSURES, "force:today"), (May.READ_FIGURES, "oversight:figures"))
EMPTY = {
    "login": "Type your e-mail address.",
    "password": "Type your password.",
    "code": "Type the code.",
    "oldpassword": "Type your password.",
    "password1": "Type a new password.",
    "password2": "Type the new password again.",
}


def errors_of(form: BaseForm) -> dict[str, str]:
    """The first thing wrong with each field, and under an empty name what is wrong with all of it together."""
    found = {}
    for name, problems in form.errors.as_data().items():
        missing = problems[0].code == "required" and name in EMPTY
        found["" if name == "__all__" else name] = EMPTY[name] if missing else str(problems[0].messages[0])
    return found


class Ours:
    """Gives the page its form's errors by field, as our components take them."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        form = context.get("form")
        return {**context, "errors": errors_of(form) if form is not None and form.is_bound else {}}


class SignIn(Ours, account.LoginView):  # type: ignore[misc]
    template_name = "sign_in/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "demo": who_may_be_played() if settings.DEMO else [], "next": self.request.GET.get("next", "")}


@method_decorator(never_cache, name="dispatch")
class Code(Ours, mfa.AuthenticateView):  # type: ignore[misc]
    """Takes a recovery code as well as the six digits."""

    template_name = "sign_in/code.html"


@method_decorator(never_cache, name="dispatch")
@method_decorator(login_required, name="dispatch")
class SetUp(Ours, totp.ActivateTOTPView):  # type: ignore[misc]
    template_name = "sign_in/set_up.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_mfa_enabled(request.user, ["totp"]):
            return redirect("landing")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        second_factor.remember(self.request)  # the code that was just typed proves it as well as the next one would
        return response

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes" if self.did_generate_recovery_codes else "landing")


@method_decorator(never_cache, name="dispatch")
class RecoveryCodes(recovery_codes.ViewRecoveryCodesView):  # type: ignore[misc]
    template_name = "sign_in/recovery_codes.html"


@method_decorator(never_cache, name="dispatch")
class PasswordAgain(Ours, account.ReauthenticateView):  # type: ignore[misc]
    template_name = "sign_in/password_again.html"


@method_decorator(never_cache, name="dispatch")
class CodeAgain(Ours, mfa.ReauthenticateView):  # type: ignore[misc]
    template_name = "sign_in/code.html"


@method_decorator(never_cache, name="dispatch")
@method_decorator(login_required, name="dispatch")
class Password(Ours, account.PasswordChangeView):  # type: ignore[misc]
    template_name = "sign_in/password.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not second_factor.passed(request):
            return second_factor.ask_for_it(request)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_default_success_url(self) -> str:
        return reverse("landing")


@never_cache
@login_required
def landing(request: HttpRequest) -> HttpResponse:
    """To the desk at which this person works."""
    if not second_factor.passed(request):
        return second_factor.ask_for_it(request)
    membership = membership_of(request.user.pk) if request.user.pk else None
    for permission, page in WHERE:
        if membership and role_may(membership.role, permission):
            return redirect(page)
    return redirect("account_inactive")


def closed(request: HttpRequest) -> HttpResponse:
    return render(request, "sign_in/closed.html")
