"""In the demo, and only there: come in as any member of staff with a click. Everywhere else this address does not exist."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from upstander.desks.frame import second_factor
from upstander.kernel.actor import system
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Troupe:
    """One organisation of the demo and the people in it who can be played."""

    name: str
    members: tuple[Membership, ...]


def who_may_be_played() -> list[Troupe]:
    found = []
    for organisation in Organisation.objects.order_by("-kind", "name", "id"):
        with asking(system(organisation.pk)):
            members = Membership.objects.current().filter(organisation=organisation).order_by("since", "id")
            found.append(Troupe(organisation.name, tuple(members)))
    return [troupe for troupe in found if troupe.members]


@require_POST
def let_in(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Raises: Http404, whenever this installation is not the demo."""
    if not settings.DEMO:
        raise Http404
    chosen = next((m for troupe in who_may_be_played() for m in troupe.members if m.pk == membership_id), None)
    if chosen is None:
        raise Http404
    login(request, chosen.account, backend=settings.AUTHENTICATION_BACKENDS[0])
    second_factor.remember(request)
    onward = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure())
    return redirect(onward if safe else "landing")
