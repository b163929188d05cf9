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
from upstander.desks.school import rows_exchanges as exchanging
from upstander.desks.school import rows_steps as planned
from upstander.desks.school.attempts import NONE_YET
from upstander.desks.school.filters import FILTERS, Filter, chosen_of
from upstander.desks.school.keysets import SIZE, Key, Page, read_key
from upstander.desks.school.listings import Listing, narrowed
from upstander.desks.school.pages import Columns, page_of
from upstander.desks.school.waits import Waits
from upstander.kernel import clock
from upstander.procedures.triage.give_duties import may_be_given
from upstander.records.access.matrix import May, role_may

Rows = Callable[[Iterable[Sequence[Any]], made.Reading, int], Sequence[Any]]
NOTHING: Mapping[str, Any] = {}
GIVEN = {"given": "It is theirs to do now."}
PLACE = {"reports": "school:reports", "cases": "school:cases", "duplicates": "school:search"}  # any other list is of Today


@staff_page(May.READ_REPORT)
def reports(request: StaffRequest) -> HttpResponse:
    return list_page(request, "reports", made.report_columns, made.report_rows)


@staff_page(May.READ_REPORT)
def cases(request: StaffRequest) -> HttpResponse:
    return list_page(request, "cases", made.case_columns, made.case_rows)


@staff_page(May.READ_REPORT)
def duties(request: StaffRequest) -> HttpResponse:
    return duties_page(request)


def duties_page(
    request: StaffRequest, errors: Mapping[str, str] = NONE_YET, chosen: Collection[str] = (), to: str = ""
) -> HttpResponse:
    """Also after duties could not be given: `chosen` and `to` are what was ticked and whom."""
    shown = chosen_of("duties", request.GET.getlist("show"))
    may_give = role_may(request.actor.role, May.GIVE_DUTY) and not any(each.alone for each in shown)
    colleagues = may_be_given(request.actor) if may_give else []
    giving = {
        "colleagues": colleagues,
        "shown": f"?{_query(shown)}" if shown else "",
        "chosen": chosen,
        "to": to,
        "errors": errors,
        "done": GIVEN.get(request.GET.get("done", ""), ""),
    }
    return list_page(request, "duties", made.duty_columns, made.duty_rows, giving)


@staff_page(May.READ_REPORT)
def steps(request: StaffRequest) -> HttpResponse:
    return list_page(request, "steps", planned.step_columns, planned.step_rows)


@staff_page(May.READ_REPORT)
def waiting(request: StaffRequest) -> HttpResponse:
    return list_page(request, "waiting", made.waiting_columns, made.waiting_rows)


@staff_page(May.READ_REPORT)
def checks(request: StaffRequest) -> HttpResponse:
    return list_page(request, "checks", checking.check_columns, checking.check_rows)


@staff_page(May.READ_REPORT)
def again(request: StaffRequest) -> HttpResponse:
    return list_page(request, "again", checking.again_columns, checking.again_rows)


@staff_page(May.READ_EXCHANGE)
def exchanges(request: StaffRequest) -> HttpResponse:
    return list_page(request, "exchanges", exchanging.exchange_columns, exchanging.exchange_rows)


def list_page(
    request: StaffRequest,
    name: str,
    columns: Columns,
    rows: Rows,
    more: Mapping[str, Any] = NOTHING,
) -> HttpResponse:
    chosen = chosen_of(name, request.GET.getlist("show"))
    listing = narrowed(name, chosen)
    at = clock.now()
    page = _read(request, listing, columns, at)
    reading = made.Reading(listing, at, request.membership, Waits(request.membership.organisation, at))
    return show(
        request,
        f"school/{name}.html",
        status=422 if more.get("errors") else 200,
        now_at=PLACE.get(name, "school:today"),
        title=listing.title,
        filters=_chips(name, chosen),
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


def _chips(name: str, chosen: Sequence[Filter]) -> list[dict[str, object]]:
    """One that is chosen leads to the list without it, another to the list with it besides."""
    if name not in FILTERS:
        return []
    every: dict[str, object] = {"text": "All", "href": "?", "current": not chosen}
    return [every, *(_chip(name, each, chosen) for each in FILTERS[name])]


def _chip(name: str, each: Filter, chosen: Sequence[Filter]) -> dict[str, object]:
    if each in chosen:
        left = [other for other in chosen if other is not each]
        return {"text": each.text, "href": f"?{_query(left)}", "current": True, "removes": True}
    besides = chosen_of(name, [*(other.value for other in chosen if not other.alone), each.value])
    return {"text": each.text, "href": f"?{_query(besides)}", "current": False}


def _query(chosen: Iterable[Filter], **more: object) -> str:
    return urlencode([*(("show", each.value) for each in chosen), *more.items()])


def _link(chosen: Sequence[Filter], way: str, row: Sequence[Any], first: int) -> str:
    return "?" + _query(chosen, **{way: Key(row[0], row[1]), "first": max(1, first)})
