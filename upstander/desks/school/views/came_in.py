"""What has come in and nobody has read: the list, and each thing by itself, with what is before and after it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.school.rows_came import came_columns, came_rows
from upstander.desks.school.shapes_came import thing_of
from upstander.desks.school.through import through
from upstander.desks.school.views.lists import list_page
from upstander.kernel import clock
from upstander.procedures.cases.read_what_came import read_what_came
from upstander.records.access.matrix import May


@staff_page(May.READ_REPORT)
def came_in(request: StaffRequest) -> HttpResponse:
    return list_page(request, "came_in", came_columns, came_rows)


@staff_page(May.READ_REPORT)
def arrival(request: StaffRequest, arrival_id: UUID) -> HttpResponse:
    at = clock.now()
    thing = thing_of(read_what_came(actor=request.actor, arrival_id=arrival_id, at=at))
    return show(
        request,
        "school/arrival.html",
        now_at="school:today",
        title=thing.title,
        thing=thing,
        through=through(request, request.actor, at, arrival_id),
    )
