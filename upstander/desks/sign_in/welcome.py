"""The link that `upstander invite` prints: choose a password, once."""

from uuid import UUID

from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.tokens import default_token_generator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from upstander.desks.sign_in.views import errors_of
from upstander.records.access.models import Account


@never_cache
@sensitive_post_parameters()
def welcome(request: HttpRequest, account_id: UUID, token: str) -> HttpResponse:
    """Raises: Http404, for a link that was used, has run out or never was."""
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None or not default_token_generator.check_token(account, token):
        raise Http404
    form = SetPasswordForm(account, request.POST or None)
    if form.is_valid():
        form.save()
        return redirect("account_login")
    return render(
        request,
        "sign_in/welcome.html",
        {"account": account, "errors": errors_of(form), "title": "Choose a password", "here": request.path},
        status=422 if form.is_bound else 200,
    )
