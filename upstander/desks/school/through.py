"""Where a page stands in the list that somebody came through, and what is before and after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from upstander.desks.school.keysets import Key, read_key
from upstander.desks.school.listings import Listing, counted, counts, listing_of
from upstander.desks.school.places import place_in
from upstander.desks.school.ready import fetch
from upstander.kernel.actor import Actor
from upstander.records.assessments.models import Assessment


@dataclass(frozen=True, slots=True)
class Through:
    """As frame/staff.html shows it: 2 of 4 waiting to hear, with the list, and what is before and after it or nothing."""

    where: str
    back: str
    previous: str
    next: str


def address(case: UUID | None, report: UUID | None, listing: Listing, key: Key, number: int) -> str:
    """The page that a row leads to, with the row's place, so that the page can offer what is before and after."""
    page = f"{_folder(listing.page)}{key.id}/" if listing.page else case_address(case) if case else report_address(report)
    return f"{page}?list={listing.name}&row={key}&n={number}"


def case_address(case: UUID) -> str:
    return f"{_folder('school:cases')}{case}/"


def report_address(report: UUID | None) -> str:
    return f"{_folder('school:reports')}{report}/"


def subject_address(assessment: Assessment) -> str:
    """The page of the report or the case that an assessment is of."""
    is_report = assessment.subject_id == assessment.report_id
    return report_address(assessment.report_id) if is_report else case_address(assessment.subject_id)


@cache
def _folder(list_page: str) -> str:
    return reverse(list_page)


def through(request: HttpRequest, actor: Actor, at: datetime, subject: UUID | None = None) -> Through | None:
    """Three queries, when somebody came through a list; none otherwise. `subject` is what keeps its place, see places.py."""
    name, row, typed = place_in(request, subject)
    listing, key = listing_of(name), read_key(row)
    if listing is None or key is None:
        return None
    number = int(typed) if typed.isdecimal() and len(typed) < 7 else 1
    (in_all,) = counts([listing.name], actor, at)
    of_all = f"{number} of {counted(max(in_all, number) if in_all <= 50 else in_all)}"
    return Through(
        where=f"{counted(in_all) if listing.looks_back else of_all} {listing.words}",
        back=_list_page(listing),
        previous=_beside(listing, actor, at, key, max(1, number - 1), backwards=True),
        next=_beside(listing, actor, at, key, number + 1, backwards=False),
    )


def _list_page(listing: Listing) -> str:
    """With the filters that it had."""
    plain, *filters = listing.name.split(".")
    return _folder(f"school:{plain}") + (f"?{urlencode([('show', each) for each in filters])}" if filters else "")


def _beside(listing: Listing, actor: Actor, at: datetime, key: Key, number: int, *, backwards: bool) -> str:
    columns = (listing.order.column, "id", listing.case or "id", listing.report or "id")
    rows_of = (listing.looks_back if backwards else None) or listing.rows
    rows = fetch(
        ("beside", listing.name, backwards),
        lambda stand_in, when, place: listing.order.beyond(rows_of(stand_in, when), place, backwards=backwards).values_list(
            *columns
        )[:1],
        actor,
        at,
        key,
    )
    if not rows:
        return ""
    time, id, case, report = rows[0]
    return address(case if listing.case else None, report if listing.report else None, listing, Key(time, id), number)
