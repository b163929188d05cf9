"""The police and a case: whether it is theirs and why, what was told them, what they gave back, the packs."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse, QueryDict

from upstander.desks.frame.addresses import address
from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.school.attempts import NONE_YET, as_typed, attempt, linked, typed_date, typed_time
from upstander.desks.school.shapes_police import packs_of, told_of
from upstander.desks.school.shapes_verdict import brief_of
from upstander.desks.school.views.case_pages import done, opened, page
from upstander.kernel import clock
from upstander.kernel.clock import LONDON
from upstander.procedures.police.record_police_report import Spoken, record_police_report
from upstander.records.access.matrix import May
from upstander.records.assessments.standing import standing
from upstander.records.investigations.police import LooksInto, Told

HERE = "school:case_police"
WORDS = ("who", "force", "log_reference", "crime_reference", "officer", "reach", "words", "how", "looks_into")


@staff_page(May.TELL_POLICE)
def police(request: StaffRequest, case_id: UUID) -> HttpResponse:
    it = opened(request, case_id)
    found = standing(it.case.assessment)
    return page(
        request,
        "case_police.html",
        it,
        title="The police",
        panel=brief_of(found, request.actor, it.case.assessment, is_open=False),
        told=told_of(request.actor, it.case),
        packs=packs_of(request.actor, it.case),
        families=it.file.families,
    )


@staff_page(May.TELL_POLICE)
def told(request: StaffRequest, case_id: UUID) -> HttpResponse:
    errors = NONE_YET
    if request.method == "POST":
        errors = attempt(lambda: _record(request, case_id))
        if not errors:
            return done(case_id, "police", HERE)
    it, now = opened(request, case_id), clock.in_london(clock.now())
    typed = request.POST if request.method == "POST" else {"who": request.actor.name, "time": f"{now:%H:%M}"}
    return page(
        request,
        "case_police_told.html",
        it,
        title="What was told the police, and what they gave back",
        back=address(HERE, it.case.pk),
        errors=linked(errors, "on", "next_update_on"),
        typed=typed,
        on=as_typed(request.POST, "on") if request.method == "POST" else now.date(),
        next_update_on=as_typed(request.POST, "next_update_on"),
        ways=Told.choices,
        looks_into=LooksInto.choices,
    )


def _record(request: StaffRequest, case_id: UUID) -> object:
    typed = request.POST
    spoken = Spoken(
        at=_moment(typed),
        next_update_on=_next_update(typed),
        **{name: typed.get(name, "") for name in WORDS},
    )
    return record_police_report(actor=request.actor, case_id=case_id, spoken=spoken, at=clock.now())


def _moment(typed: QueryDict) -> datetime | None:
    day, time = typed_date(typed, "on"), typed_time(typed, "time")
    return datetime.combine(day, time, LONDON) if day and time else None


def _next_update(typed: QueryDict) -> date | None:
    """Nothing where nothing was typed; a day that does not exist is refused, not lost."""
    given = as_typed(typed, "next_update_on")
    return typed_date(typed, "next_update_on") or (date.min if any(given.values()) else None)
