"""Today: what is due, what nobody owns, who waits. Each number is a list."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.frame.words import named_day
from upstander.desks.school.listings import LISTINGS, counted, counts
from upstander.desks.school.pages import page_of
from upstander.desks.school.rows import Reading, duty_columns, duty_rows
from upstander.desks.school.shapes_staff import covering
from upstander.desks.school.waits import Waits
from upstander.kernel import clock
from upstander.records.access.matrix import May
from upstander.records.intake.emails import emails_to_decide


@dataclass(frozen=True, slots=True)
class Number:
    number: str
    text: str
    href: str
    kind: str


NUMBERS = (
    ("duties.today", "due today", "school:duties", "plain"),
    ("duties.overdue", "overdue", "school:duties", "danger"),
    ("duties.unowned", "due, and nobody’s", "school:duties", "danger"),
    ("reports.untaken", "nobody has taken", "school:reports", "plain"),
    ("answers", "answers have come in", "school:answers", "waiting"),
    ("waiting", "families waiting to hear", "school:waiting", "waiting"),
    ("again", "may have started again", "school:again", "danger"),
    ("checks.due", "to ask whether it has stopped", "school:checks", "plain"),
)
ONE = {"waiting": "family waiting to hear", "answers": "answer has come in"}


@staff_page(May.READ_REPORT)
def today(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    numbers = []
    *amounts, complaints, devices, withdrawn = counts(
        [*(name for name, *_ in NUMBERS), "complaints", "devices", "duties.withdrawn"], request.actor, at
    )
    for (name, text, place, kind), number in zip(NUMBERS, amounts, strict=True):
        shows = f"?show={name.partition('.')[2]}" if "." in name else ""
        words = ONE.get(name, text) if number == 1 else text
        numbers.append(Number(counted(number), words, reverse(place) + shows, kind if number else "done"))
    listing = LISTINGS["duties"]
    page = page_of(listing, duty_columns, request.actor, at)
    reading = Reading(listing, at, request.membership, Waits(request.membership.organisation, at))
    return show(
        request,
        "school/today.html",
        now_at="school:today",
        title=f"Today, {named_day(at)}",
        numbers=numbers,
        rows=duty_rows(page.rows, reading),
        more=page.has_older,
        withdrawn=withdrawn,
        complaints=complaints,
        devices=devices,
        covering=covering(request.actor, at),
        emails=counted(len(emails_to_decide(request.actor).values_list("pk", flat=True)[:51])),
    )
