"""The door of every staff page: who is it, may they, and what may the database show them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control

from upstander.desks.frame import errors, second_factor
from upstander.desks.frame.who import account_of, is_genuine
from upstander.kernel.actor import NOBODY, Actor
from upstander.kernel.clock import now
from upstander.records.access.asking import asking, go_on_as, presenting
from upstander.records.access.doors import read_membership
from upstander.records.access.matrix import May
from upstander.records.access.models import Membership
from upstander.records.access.requiring import NotPermitted, refused, require

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request that has come through the door."""

    actor: Actor
    membership: Membership


def staff_page(
    permission: May, *, desk: str = "school"
) -> Callable[[Callable[Concatenate[StaffRequest, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Let in members of staff whose role has the permission; the view runs in one transaction that asks as them.

    Whoever may not come in gets the same page as for a record that does not exist, and the refusal is recorded.
    The view must render inside the transaction: no lazy template response, no streaming.
    """

    def decorate(
        view: Callable[Concatenate[StaffRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def entered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            account_id = account_of(request)
            if account_id is None:
                return _signed_out(request)
            actor = NOBODY
            try:
                with presenting(account=str(account_id)):
                    membership = read_membership(account_id)
                    if membership is None or not is_genuine(request, membership.account):
                        return _closed(request)
                    if not second_factor.passed(request):
                        return second_factor.ask_for_it(request)
                    staff: StaffRequest = request  # type: ignore[assignment]
                    actor = staff.actor = membership.actor()
                    staff.membership = membership
                    go_on_as(actor)
                    if membership.organisation.kind != desk:
                        raise NotPermitted(f"not a member of a {desk}")
                    require(actor, permission)
                    response = view(staff, *args, **kwargs)
            except NotPermitted as refusal:
                with asking(actor):
                    refused(actor, request.resolver_match.view_name if request.resolver_match else "", now())
                raise Http404 from refusal
            patch_cache_control(response, private=True, no_store=True)
            return response

        return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", entered)

    return decorate


def _signed_out(request: HttpRequest) -> HttpResponse:
    """The way in; whoever was typing for longer than a session lasts gets their words back, to send when they are in again."""
    if request.method == "POST":
        return errors.answer(request, 401, kept=dict(request.POST.lists()))
    return redirect_to_login(request.get_full_path())


def _closed(request: HttpRequest) -> HttpResponse:
    """Signed in but working nowhere, or no longer signed in."""
    return redirect("account_inactive") if request.user.is_authenticated else redirect_to_login(request.get_full_path())
