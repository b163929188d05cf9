"""What the pages under a case share: open the case, do one thing, go back to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from upstander.desks.frame.staff_door import StaffRequest
from upstander.desks.frame.staff_pages import show
from upstander.desks.school.views.case import DONE, top
from upstander.kernel import clock
from upstander.procedures.cases.read_case import read_case
from upstander.records.cases.models import Case
from upstander.records.disclosures.casefile import CaseFile, case_file


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that somebody opened, with what is in it."""

    case: Case
    file: CaseFile


def opened(request: StaffRequest, case_id: UUID) -> Opened:
    """The look is on record.

    Raises: NotPermitted.
    """
    case = read_case(actor=request.actor, case_id=case_id, at=clock.now())
    return Opened(case, case_file(case))


def page(request: StaffRequest, template: str, it: Opened, **context: Any) -> HttpResponse:
    """A page under a case; with 422 where something that was sent could not be done."""
    status = 422 if context.get("errors") else 200
    usual = {"here": request.path, "done": DONE.get(request.GET.get("done", ""), ""), **top(request, it.case, it.file.found)}
    return show(request, f"school/{template}", status=status, **{**usual, **context})


def done(case_id: UUID, what: str, page: str = "school:case") -> HttpResponse:
    return redirect(f"{reverse(page, args=[case_id])}?done={what}")
