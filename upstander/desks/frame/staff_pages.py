"""Show a page of a staff desk, with the navigation that this person's role opens."""

from functools import cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.backends.utils import csrf_input
from django.urls import reverse
from markupsafe import Markup

from upstander.desks.frame.addresses import address
from upstander.desks.frame.staff_door import StaffRequest
from upstander.records.access.matrix import May, role_may

PLACES = {
    "school": (
        ("school:today", "Today", May.READ_REPORT),
        ("school:reports", "Reports", May.READ_REPORT),
        ("school:cases", "Cases", May.READ_REPORT),
        ("school:search", "Search", May.SEARCH),
        ("school:policy", "Policy", May.READ_POLICY),
        ("school:days", "The school", May.KEEP_SCHOOL),
        ("oversight:figures", "Figures", May.READ_FIGURES),
    ),
    "force": (("force:today", "Sent to us", May.READ_DISCLOSURES),),
}
SHORT = {
    "dsl": "DSL",
    "deputy_dsl": "Deputy DSL",
    "head": "Headteacher",
    "pastoral": "Pastoral staff",
    "governor": "Governor",
    "officer": "Officer",
    "sergeant": "Sergeant",
}


def show(request: StaffRequest, template: str, *, status: int = 200, now_at: str = "", **context: Any) -> HttpResponse:
    """Render inside the transaction that asks as this person. `now_at` is the page's place in the navigation, by its URL name."""
    membership = request.membership
    return render(
        request,
        template,
        {
            "navigation": navigation(membership.organisation.kind, membership.role),
            "now_at": address(now_at) if now_at else "",
            "person": {"name": membership.display_name, "role": SHORT[membership.role]},
            "sign_out_address": address("account_logout"),
            "csrf_once": Markup(csrf_input(request)),  # noqa: S704 (Django's own) for pages of many forms: Django would mask the token anew for each
            **context,
        },
        status=status,
    )


@cache
def navigation(kind: str, role: str) -> tuple[tuple[str, str], ...]:
    return tuple((reverse(place), words) for place, words, permission in PLACES[kind] if role_may(role, permission))
