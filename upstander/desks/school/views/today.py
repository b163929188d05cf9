"""Today: what is due, what nobody owns, who waits. Each number is a list."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.frame.words import named_day
from upstander.desks.school.listings import WHOLE, counted, counts
from upstander.desks.school.pages import page_of
from upstander.desks.school.rows import Reading, duty_columns, duty_rows
from upstander.desks.school.shapes_staff import covering
from upstander.desks.school.waits import Waits
from upstander.kernel import clock
from upstander.records.access.matrix import May, role_may
from upstander.records.policies.gaps import due_for


@dataclass(frozen=True, slots=True)
class Number:
    number: str
    text: str
    href: str
    kind: str


NUMBERS = (
    ("duties.today", "due today", "school:duties", "plain"),
    ("duties.overdue", "overdue", "school:duties", "danger"),
    ("duties.due.unowned", "due, and nobody’s", "school:duties", "danger"),
    ("reports.untaken", "nobody has taken", "school:reports", "plain"),
    ("came_in", "things have come in", "school:came_in", "waiting"),
    ("waiting", "families waiting to hear", "school:waiting", "waiting"),
    ("again", "may have started again", "school:again", "danger"),
    ("checks.due", "to ask whether it has stopped", "school:checks", "plain"),
)
LINES = (
    "complaints",
    "duties.withdrawn",
    "steps.mine",
    "steps.mine.overdue",
    "duplicates",
    "devices",
    "exchanges.ours",
    "emails",
)
ONE = {"waiting": "family waiting to hear", "came_in": "thing has come in"}


@staff_page(May.READ_REPORT)
def today(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    numbers = []
    *amounts, complaints, withdrawn, steps, late, pairs, devices, schools, emails = counts(
        [*(name for name, *_ in NUMBERS), *LINES], request.actor, at
    )
    for (name, text, place, kind), number in zip(NUMBERS, amounts, strict=True):
        shows = "&".join(f"show={each}" for each in name.split(".")[1:])
        words = ONE.get(name, text) if number == 1 else text
        numbers.append(
            Number(counted(number), words, f"{reverse(place)}?{shows}" if shows else reverse(place), kind if number else "done")
        )
    listing = WHOLE["duties"]
    day = clock.in_london(at).date()
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
        pairs=counted(pairs) if role_may(request.actor.role, May.SETTLE_DUPLICATES) else "0",
        steps=counted(steps),
        steps_overdue=counted(late),
        devices=devices,
        schools=schools,
        covering=covering(request.actor, at),
        policy=due_for(request.actor, day),
        day=day,
        emails=counted(emails),
    )
