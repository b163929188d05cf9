"""Find a person, a report or a case: by any word, by how a name sounds, by an account or a telephone number."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse

from upstander.desks.frame.addresses import address
from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.frame.words import full_day, plural
from upstander.desks.school.through import case_address, report_address
from upstander.records.access.matrix import May, role_may
from upstander.records.cases.searching import MOST, Found, FoundPerson, search, search_people


@dataclass(frozen=True, slots=True)
class Line:
    kind: str
    label: str
    href: str
    when: str
    because: str


@dataclass(frozen=True, slots=True)
class PersonLine:
    name: str
    about: str
    cases: str
    href: str


def line(it: Found) -> Line:
    href = case_address(it.subject_id) if it.is_case else report_address(it.subject_id)
    return Line("Case" if it.is_case else "Report", it.label, href, full_day(it.at), nearly(it))


def nearly(it: Found) -> str:
    """Why something was found that does not have the words as they were typed."""
    if not it.because:
        return ""
    return "spelt another way" if it.because in it.label else f"has {it.because}"


def person_line(it: FoundPerson) -> PersonLine:
    about = it.year_group if it.is_child else "a grown-up"
    also = f" (also {', '.join(it.also)})" if it.also else ""
    return PersonLine(
        f"{it.name}{also}",
        ", ".join(filter(None, (about, it.school_name, *it.accounts))),
        plural(len(it.cases), "case"),
        address("school:person", it.person_id),
    )


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
        may_settle=role_may(request.actor.role, May.SETTLE_DUPLICATES),
        rows=rows,
        people=[person_line(it) for it in search_people(request.actor, sought)] if sought else [],
        is_full=len(rows) == MOST,
    )
