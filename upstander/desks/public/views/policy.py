"""What a school usually does about each kind of behaviour, as its governors approved it: for anybody, version by version."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from upstander.desks.public.shapes_policy import policy_of
from upstander.kernel import clock
from upstander.kernel.actor import NOBODY
from upstander.records.access.asking import asking
from upstander.records.organisations.models import Organisation, OrganisationKind
from upstander.records.policies.models import Ladder


@require_safe
def policy(request: HttpRequest, urn: int, day: str = "") -> HttpResponse:
    """Without a day, the version in force now; with one, the version that began on it."""
    today = clock.in_london(clock.now()).date()
    with asking(NOBODY):  # the database shows what was approved, and nothing else
        school = Organisation.objects.filter(school_id=urn, kind=OrganisationKind.SCHOOL).first() if urn < 10**9 else None
        ladders = _published(school) if school else []
        shown = _chosen(ladders, day, today)
        if school is None or shown is None:
            return render(request, "public/no_policy.html", {"school": school}, status=404)
        policy = policy_of(ladders, shown, urn, today)
    contents = [*((f"#{it.id}", it.behaviour) for it in policy.clauses), ("#versions", "Every version")]
    return render(request, "public/policy.html", {"school": school, "policy": policy, "contents": contents, "urn": urn})


def _published(school: Organisation) -> list[Ladder]:
    return list(Ladder.objects.filter(organisation=school).approved().newest_first())


def _chosen(ladders: list[Ladder], day: str, today: date) -> Ladder | None:
    if day:
        return next((ladder for ladder in ladders if str(ladder.in_force_from) == day), None)
    return next((ladder for ladder in ladders if ladder.in_force_from and ladder.in_force_from <= today), None)
