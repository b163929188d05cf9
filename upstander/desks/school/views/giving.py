"""Giving several duties to a colleague at once, from the list in which they were ticked."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.school.attempts import attempt, typed_id
from upstander.desks.school.views.lists import duties_page
from upstander.kernel.clock import now
from upstander.procedures.triage.give_duties import give_duties
from upstander.records.access.matrix import May


@require_POST
@staff_page(May.GIVE_DUTY)
def give(request: StaffRequest) -> HttpResponse:
    ticked, member = request.POST.getlist("duty"), typed_id(request.POST, "to")
    errors = attempt(lambda: give_duties(actor=request.actor, duty_ids=_ids(ticked), member_id=member, at=now()))
    if errors:
        return duties_page(request, errors, ticked, request.POST.get("to", ""))
    return redirect(reverse("school:duties", query={"show": request.GET.getlist("show"), "done": "given"}))


def _ids(ticked: list[str]) -> list[UUID]:
    """What is not an id was not on the page."""
    ids = []
    for each in ticked:
        try:
            ids.append(UUID(each))
        except ValueError:
            continue
    return ids
