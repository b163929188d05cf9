"""People who may be the same one, over the whole school: the list, and the way to the page where two are decided about."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.school.rows_duplicates import pair_columns, pair_rows
from upstander.desks.school.views.lists import list_page
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.cases.models import Proposal

DONE = {"decided": "It is on record. It can be undone on the page of either."}


@staff_page(May.SETTLE_DUPLICATES)
def duplicates(request: StaffRequest) -> HttpResponse:
    done = DONE.get(request.GET.get("done", ""), "")
    return list_page(request, "duplicates", pair_columns, pair_rows, {"done": done})


@staff_page(May.SETTLE_DUPLICATES)
def beside(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    """Leads to both, side by side, and keeps the place in the list."""
    pair = permitted(request.actor, May.SETTLE_DUPLICATES, Proposal.objects.all(), proposal_id)
    page = reverse("school:same_person", args=[pair.one_id, pair.other_id])
    return redirect(f"{page}?{request.GET.urlencode()}" if request.GET else page)
