"""Statements: what people said, in their own words; taken down, or asked for with a link that works once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from upstander.desks.frame.addresses import address
from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.school.attempts import NONE_YET, as_typed, attempt, linked, typed_date, typed_id
from upstander.desks.school.shapes_statements import links_of, people_to_ask, statements_of
from upstander.desks.school.views.case_pages import Opened, done, opened, page
from upstander.kernel import clock
from upstander.kernel.clock import LONDON
from upstander.procedures.cases.read_what_came import read_on_its_page
from upstander.procedures.looking_into.ask_for_statement import Asked, ask_for_statement
from upstander.procedures.looking_into.take_statement import Said, take_statement
from upstander.procedures.looking_into.withdraw_link import withdraw_link
from upstander.records.access.matrix import May
from upstander.records.disclosures.arrivals import ArrivalKind
from upstander.records.investigations.enquiries import ReadBack, Statement
from upstander.records.investigations.limits import limits_on

HERE = "school:case_statements"


@staff_page(May.TAKE_STATEMENT)
def statements(request: StaffRequest, case_id: UUID) -> HttpResponse:
    it = opened(request, case_id)
    read_on_its_page(actor=request.actor, subject_id=case_id, kinds=[ArrivalKind.STATEMENT], at=clock.now())
    return page(
        request,
        "case_statements.html",
        it,
        title="Statements",
        statements=statements_of(request.actor, it.case),
        links=links_of(request.actor, it.case, clock.now()),
    )


@staff_page(May.TAKE_STATEMENT)
def take(request: StaffRequest, case_id: UUID) -> HttpResponse:
    errors = _attempt(request, case_id, None)
    if errors is None:
        return done(case_id, "statement", HERE)
    it = opened(request, case_id)
    return _form(request, it, errors, title="Take down a statement", people=people_to_ask(it.file))


@staff_page(May.TAKE_STATEMENT)
def correct(request: StaffRequest, case_id: UUID, statement_id: UUID) -> HttpResponse:
    """What they say now, beside what they said then."""
    errors = _attempt(request, case_id, statement_id)
    if errors is None:
        return done(case_id, "statement", HERE)
    it = opened(request, case_id)
    rows = Statement.objects.visible_to(request.actor).filter(case=it.case, pk=statement_id).select_related("person")
    earlier = rows.first()
    if earlier is None:
        raise Http404
    return _form(request, it, errors, title=f"{earlier.person.name} corrects it", earlier=earlier)


def _attempt(request: StaffRequest, case_id: UUID, corrects_id: UUID | None) -> Mapping[str, str] | None:
    """What stands in the way; nothing at all when it is done."""
    if request.method != "POST":
        return NONE_YET
    typed = request.POST
    errors = attempt(
        lambda: take_statement(
            actor=request.actor,
            case_id=case_id,
            person_id=typed_id(typed, "person"),
            said=_said(typed),
            at=clock.now(),
            corrects_id=corrects_id,
        )
    )
    return errors or None


def _said(typed: QueryDict) -> Said:
    words = {name: typed.get(name, "") for name in ("question", "words", "place", "present", "read_back", "opinion")}
    when = _moment(typed_date(typed, "said_on"), typed.get("said_time", ""))
    return Said(said_at=when, within_limits=typed.get("within_limits") == "yes", **words)


def _moment(day: date | None, typed: str) -> datetime | None:
    try:
        return datetime.combine(day, time.fromisoformat(typed.strip().replace(".", ":")), LONDON) if day else None
    except ValueError:
        return None


def _form(request: StaffRequest, it: Opened, errors: Mapping[str, str], **context: Any) -> HttpResponse:
    at = clock.in_london(clock.now())
    sent = request.method == "POST"
    return page(
        request,
        "case_statement.html",
        it,
        back=address(HERE, it.case.pk),
        errors=linked(errors, "said_on"),
        typed=request.POST,
        said_on=as_typed(request.POST, "said_on") if sent else at.date(),
        said_time=request.POST.get("said_time", "") if sent else f"{at:%H:%M}",
        read_back=ReadBack.choices,
        limits=limits_on(it.case),
        **context,
    )


@staff_page(May.TAKE_STATEMENT)
def link(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Asked for with a link, which is shown once and to nobody again."""
    asked: list[Asked] = []
    errors = attempt(lambda: asked.append(_ask(request, case_id))) if request.method == "POST" else NONE_YET
    it = opened(request, case_id)
    shown = f"{settings.PUBLIC_URL}{reverse('family:say', args=[asked[0].word])}" if asked else ""
    return page(
        request,
        "case_link.html",
        it,
        title="Ask with a link",
        back=address(HERE, it.case.pk),
        errors=errors,
        typed=request.POST,
        people=people_to_ask(it.file),
        limits=limits_on(it.case),
        shown=shown,
        asked=asked[0].link if asked else None,
    )


def _ask(request: StaffRequest, case_id: UUID) -> Asked:
    typed = request.POST
    return ask_for_statement(
        actor=request.actor,
        case_id=case_id,
        person_id=typed_id(typed, "person"),
        question=typed.get("question", ""),
        within_limits=typed.get("within_limits") == "yes",
        at=clock.now(),
    )


@staff_page(May.TAKE_STATEMENT)
def withdraw(request: StaffRequest, case_id: UUID, link_id: UUID) -> HttpResponse:
    if request.method == "POST":
        withdraw_link(actor=request.actor, link_id=link_id, at=clock.now())
        return done(case_id, "link_withdrawn", HERE)
    return redirect(address(HERE, case_id))
