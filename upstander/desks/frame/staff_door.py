"""The door of every staff page: who is it, may they, and what may the database show them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from upstander.desks.frame import second_factor
from upstander.kernel.actor import Actor
from upstander.kernel.clock import now
from upstander.records.access.asking import asking
from upstander.records.access.doors import membership_of
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
            membership = membership_of(request.user.pk) if request.user.is_authenticated else None
            if membership is None:
                return redirect_to_login(request.get_full_path())
            if not second_factor.passed(request):
                return second_factor.ask_for_it(request)
            staff: StaffRequest = request  # type: ignore[assignment]
            staff.actor, staff.membership = membership.actor(), membership
            try:
                with asking(staff.actor):
                    if membership.organisation.kind != desk:
                        raise NotPermitted(f"not a member of a {desk}")
                    require(staff.actor, permission)
                    response = view(staff, *args, **kwargs)
            except NotPermitted as refusal:
                with asking(staff.actor):
                    refused(staff.actor, request.resolver_match.view_name if request.resolver_match else "", now())
                raise Http404 from refusal
            patch_cache_control(response, private=True, no_store=True)
            return response

        return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", entered)

    return decorate
