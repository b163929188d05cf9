"""Find a report or a case by any word in it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.frame.words import full_day
from upstander.desks.school.through import case_address, report_address
from upstander.records.access.matrix import May
from upstander.records.cases.searching import MOST, Found, search


@dataclass(frozen=True, slots=True)
class Line:
    kind: str
    label: str
    href: str
    when: str


def line(it: Found) -> Line:
    href = case_address(it.subject_id) if it.is_case else report_address(it.subject_id)
    return Line("Case" if it.is_case else "Report", it.label, href, full_day(it.at))


@staff_page(May.SEARCH)
def find(request: StaffRequest) -> HttpResponse:
    sought = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    rows = [line(it) for it in search(request.actor, sought)] if sought else []
    return show(
        request,
        "school/search.html",
        now_at="school:search",
        title=f"Search: {sought}" if sought else "Search",
        sought=sought,
        rows=rows,
        is_full=len(rows) == MOST,
    )
