"""What the pages under a case share: open the case, do one thing, go back to it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from upstander.desks.frame.staff_door import StaffRequest
from upstander.desks.frame.staff_pages import show
from upstander.desks.school.views.case import top
from upstander.kernel import clock
from upstander.procedures.read_case import read_case
from upstander.records.cases.models import Case


def opened(request: StaffRequest, case_id: UUID) -> Case:
    """The case, with the look on record.

    Raises: NotPermitted.
    """
    return read_case(actor=request.actor, case_id=case_id, at=clock.now())


def page(request: StaffRequest, template: str, case: Case, **context: Any) -> HttpResponse:
    """A page under a case; with 422 where something that was sent could not be done."""
    status = 422 if context.get("errors") else 200
    return show(request, f"school/{template}", status=status, **{"here": request.path, **top(request, case), **context})


def done(case_id: UUID, what: str, page: str = "school:case") -> HttpResponse:
    return redirect(f"{reverse(page, args=[case_id])}?done={what}")
