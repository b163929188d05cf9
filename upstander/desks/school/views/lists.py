"""Reports, cases, duties and families waiting, as lists with filters that are addresses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.school import rows as made
from upstander.desks.school import rows_checks as checking
from upstander.desks.school.attempts import NONE_YET
from upstander.desks.school.keysets import SIZE, Key, Page, read_key
from upstander.desks.school.listings import LISTINGS, Listing
from upstander.desks.school.pages import Columns, page_of
from upstander.desks.school.waits import Waits
from upstander.kernel import clock
from upstander.procedures.triage.give_duties import may_be_given
from upstander.records.access.matrix import May, role_may

Rows = Callable[[Iterable[Sequence[Any]], made.Reading, int], Sequence[Any]]
NOTHING: Mapping[str, Any] = {}
GIVEN = {"given": "It is theirs to do now."}
REPORTS = (("", "All"), ("untaken", "Nobody has taken"), ("mine", "Taken by me"))
CASES = (("", "All"), ("open", "Open"), ("decided", "Decided"), ("closed", "Closed"), ("mine", "Mine"))
DUTIES = (
    ("", "All"),
    ("today", "Due today"),
    ("overdue", "Overdue"),
    ("unowned", "Nobody’s"),
    ("mine", "For me"),
    ("withdrawn", "No longer mine"),
)

OF_TODAY = ("duties", "waiting", "answers", "checks", "again", "complaints", "devices")
CHECKS = (("", "All"), ("due", "To ask by today"))


@staff_page(May.READ_REPORT)
def reports(request: StaffRequest) -> HttpResponse:
    return list_page(request, "reports", REPORTS, made.report_columns, made.report_rows)


@staff_page(May.READ_REPORT)
def cases(request: StaffRequest) -> HttpResponse:
    return list_page(request, "cases", CASES, made.case_columns, made.case_rows)


@staff_page(May.READ_REPORT)
def duties(request: StaffRequest) -> HttpResponse:
    return duties_page(request)


def duties_page(
    request: StaffRequest, errors: Mapping[str, str] = NONE_YET, chosen: Collection[str] = (), to: str = ""
) -> HttpResponse:
    """Also after duties could not be given: `chosen` and `to` are what was ticked and whom."""
    may_give = role_may(request.actor.role, May.GIVE_DUTY) and request.GET.get("show") != "withdrawn"
    colleagues = may_be_given(request.actor) if may_give else []
    giving = {
        "colleagues": colleagues,
        "shown": f"?show={shown}" if (shown := request.GET.get("show", "")) else "",
        "chosen": chosen,
        "to": to,
        "errors": errors,
        "done": GIVEN.get(request.GET.get("done", ""), ""),
    }
    return list_page(request, "duties", DUTIES, made.duty_columns, made.duty_rows, giving)


@staff_page(May.READ_REPORT)
def waiting(request: StaffRequest) -> HttpResponse:
    return list_page(request, "waiting", (), made.waiting_columns, made.waiting_rows)


@staff_page(May.READ_REPORT)
def checks(request: StaffRequest) -> HttpResponse:
    return list_page(request, "checks", CHECKS, checking.check_columns, checking.check_rows)


@staff_page(May.READ_REPORT)
def again(request: StaffRequest) -> HttpResponse:
    return list_page(request, "again", (), checking.again_columns, checking.again_rows)


@staff_page(May.READ_REPORT)
def answers(request: StaffRequest) -> HttpResponse:
    return list_page(request, "answers", (), made.answer_columns, made.answer_rows)


def list_page(
    request: StaffRequest,
    name: str,
    filters: Iterable[tuple[str, str]],
    columns: Columns,
    rows: Rows,
    more: Mapping[str, Any] = NOTHING,
) -> HttpResponse:
    chosen = request.GET.get("show", "")
    listing = LISTINGS.get(f"{name}.{chosen}", LISTINGS[name])
    at = clock.now()
    page = _read(request, listing, columns, at)
    reading = made.Reading(listing, at, request.membership, Waits(request.membership.organisation, at))
    return show(
        request,
        f"school/{name}.html",
        status=422 if more.get("errors") else 200,
        now_at="school:today" if name in OF_TODAY else f"school:{name}",
        title=listing.title,
        filters=[
            {"text": text, "href": f"?show={value}" if value else "?", "current": value == chosen} for value, text in filters
        ],
        may_take_down=role_may(request.actor.role, May.TAKE_DOWN_REPORT),
        rows=rows(page.rows, reading, page.first),
        newer=_link(chosen, "before", page.rows[0], page.first - SIZE) if page.has_newer and page.rows else "",
        older=_link(chosen, "after", page.rows[-1], page.first + len(page.rows)) if page.has_older and page.rows else "",
        **more,
    )


def _read(request: StaffRequest, listing: Listing, columns: Columns, at: datetime) -> Page:
    after, before, first = (request.GET.get(part, "") for part in ("after", "before", "first"))
    return page_of(
        listing,
        columns,
        request.actor,
        at,
        after=read_key(after),
        before=read_key(before),
        first=int(first) if first.isdecimal() and len(first) < 7 else 1,
    )


def _link(chosen: str, way: str, row: Sequence[Any], first: int) -> str:
    place = {"show": chosen} if chosen else {}
    return "?" + urlencode({**place, way: Key(row[0], row[1]), "first": max(1, first)})
