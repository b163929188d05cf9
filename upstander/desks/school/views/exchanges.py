"""Between schools: refer a child of another school to it, follow what becomes of it, and deal with what comes in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from upstander.desks.frame.addresses import address
from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.school.attempts import NONE_YET, as_typed, attempt, linked, typed_date
from upstander.desks.school.places import keep_place
from upstander.desks.school.shapes_elsewhere import elsewhere_of
from upstander.desks.school.shapes_evidence import file_of
from upstander.desks.school.shapes_exchange import choices, lines_of, preview_of, proposed_of, schools_like, standing_of
from upstander.desks.school.through import case_address, through
from upstander.desks.school.views.case_pages import Opened, opened, page
from upstander.kernel import clock
from upstander.kernel.problems import Problem
from upstander.procedures.exchanging.accept_referral import accept_referral
from upstander.procedures.exchanging.read_exchange import read_exchange
from upstander.procedures.exchanging.send_referral import send_referral
from upstander.procedures.exchanging.write_referral import write_referral
from upstander.procedures.exchanging.write_to_school import write_to_school
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.cases.models import Case, Involvement
from upstander.records.disclosures.exchange import Exchange
from upstander.records.disclosures.exchange_checked import NamesOthers
from upstander.records.disclosures.referring import Words, files_of, from_draft, incidents_of, ours, when_of
from upstander.records.investigations.incidents import Incident
from upstander.records.people.models import Person

HERE = "school:case_schools"


@staff_page(May.READ_EXCHANGE)
def of_case(request: StaffRequest, case_id: UUID) -> HttpResponse:
    it = opened(request, case_id)
    return page(
        request,
        "case_schools.html",
        it,
        title="Other schools",
        lines=lines_of(request.actor, it.case),
        proposed=proposed_of(request.actor, it.case),
    )


@staff_page(May.EXCHANGE)
def write(request: StaffRequest, case_id: UUID, person_id: UUID) -> HttpResponse:
    """The form. Looking for a school loses nothing of what was typed."""
    it = opened(request, case_id)
    pupil = _pupil(request, it.case, person_id)
    typed, problem = _first(it.case, pupil), None
    if request.method == "POST":
        typed = _typed(request.POST)
        if "find" not in request.POST:
            try:
                with transaction.atomic():
                    exchange = write_referral(
                        actor=request.actor, case_id=case_id, pupil_id=person_id, words=_words(request.POST), at=clock.now()
                    )
                return redirect(address("school:exchange", exchange.pk))
            except Problem as found:
                problem = found
    return _form(request, it, pupil, typed, problem)


def _pupil(request: StaffRequest, case: Case, person_id: UUID) -> Person:
    parts = Involvement.objects.visible_to(request.actor).current().filter(case=case, person_id=person_id)
    part = parts.select_related("person").first()
    if part is None:
        raise Http404
    return part.person


def _first(case: Case, pupil: Person) -> dict[str, Any]:
    """What was written before, or what the case proposes: the school that is on record, and everything that happened."""
    before = Exchange.objects.filter(case=case, pupil=pupil, sent_at=None).first()
    if before is not None:
        words = from_draft(before.draft)
        named = "yes" if words.names_ours else "no"
        return {**words.to_json(), "sought": before.other_name, "urn": str(words.urn), "names_ours": named}
    incidents = Incident.objects.standing().filter(case=case).values_list("pk", flat=True)
    return {"sought": pupil.school_name, "incidents": [str(pk) for pk in incidents], "names_ours": ""}


def _typed(given: QueryDict) -> dict[str, Any]:
    lists = {name: given.getlist(name) for name in ("incidents", "files", "let_stand")}
    return {**given.dict(), **lists, "hoped_by": as_typed(given, "hoped_by")}


def _words(given: QueryDict) -> Words:
    urn = given.get("urn", "")
    return Words(
        urn=int(urn) if urn.isascii() and urn.isdigit() and len(urn) < 10 else None,
        names_ours=given.get("names_ours") == "yes",
        what=given.get("what", ""),
        done=given.get("done", ""),
        question=given.get("question", ""),
        hoped_by=typed_date(given, "hoped_by"),
        incidents=_ids(given.getlist("incidents")),
        files=_ids(given.getlist("files")),
        no_images=given.get("no_images") == "yes",
        image=given.get("image", ""),
        let_stand=tuple(given.getlist("let_stand")),
        because=given.get("because", ""),
    )


def _ids(typed: list[str]) -> tuple[UUID, ...]:
    found = []
    for value in typed:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return tuple(found)


def _form(request: StaffRequest, it: Opened, pupil: Person, typed: Mapping[str, Any], problem: Problem | None) -> HttpResponse:
    errors = linked(problem.sentences if problem else NONE_YET, "hoped_by")
    incidents = incidents_of(it.case, Incident.objects.standing().filter(case=it.case).values_list("pk", flat=True))
    found = schools_like(str(typed.get("sought", "")))
    return page(
        request,
        "case_referral.html",
        it,
        title=f"Refer {pupil.name} to their school",
        back=address(HERE, it.case.pk),
        errors=errors,
        typed=typed,
        found=choices(found),
        only=str(found[0][0].pk) if len(found) == 1 else "",
        sought_in_vain=bool(typed.get("sought")) and not found,
        stands=problem.found if isinstance(problem, NamesOthers) else (),
        pupil=pupil,
        ours=[child.name for child in ours(it.case)[:1]],
        incidents=[(str(each.pk), each.what, when_of(each)) for each in incidents],
        files=[(str(item.pk), file_of(item, it.case.reference).name) for item in files_of(it.case)],
    )


@staff_page(May.READ_EXCHANGE)
def one(request: StaffRequest, exchange_id: UUID) -> HttpResponse:
    """Everything that crossed, and what can be said next; of one that is not sent, how the other school will see it."""
    problem: Problem | None = None
    if request.method == "POST":
        try:
            with transaction.atomic():
                _say(request, exchange_id)
            return redirect(f"{address('school:exchange', exchange_id)}?done=said")
        except Problem as found:
            problem = found
    return shown(request, exchange_id, problem.sentences if problem else NONE_YET, request.POST, problem)


def _say(request: StaffRequest, exchange_id: UUID) -> None:
    typed = request.POST
    write_to_school(
        actor=request.actor,
        exchange_id=exchange_id,
        kind=typed.get("kind", ""),
        words=typed.get("words", ""),
        let_stand=typed.getlist("let_stand"),
        because=typed.get("because", ""),
        at=clock.now(),
    )


def shown(
    request: StaffRequest,
    exchange_id: UUID,
    errors: Mapping[str, str],
    typed: Mapping[str, Any],
    problem: Problem | None = None,
) -> HttpResponse:
    at = clock.now()
    exchange = read_exchange(actor=request.actor, exchange_id=exchange_id, at=at)
    case = exchange.own_case
    way = "Referral to" if exchange.began_here else "Referral from"
    shown = show(
        request,
        "school/exchange.html",
        status=422 if errors else 200,
        now_at="school:cases" if case else "school:today",
        title=f"{way} {exchange.other_name}: {exchange.title}",
        here=request.path,
        back=address(HERE, case.pk) if case else reverse("school:exchanges"),
        errors=errors,
        typed=typed,
        exchange=exchange,
        case=case,
        case_href=case_address(case.pk) if case else "",
        standing=standing_of(exchange, request.actor),
        preview=preview_of(exchange, request.membership, at) if exchange.sent_at is None else None,
        elsewhere=elsewhere_of(exchange, request.actor, at),
        stands=problem.found if isinstance(problem, NamesOthers) else (),
        is_done=request.GET.get("done", ""),
        through=through(request, request.actor, at, exchange.pk),
    )
    return keep_place(shown, request, exchange.pk)


@require_POST
@staff_page(May.EXCHANGE)
def send(request: StaffRequest, exchange_id: UUID) -> HttpResponse:
    errors = attempt(lambda: send_referral(actor=request.actor, exchange_id=exchange_id, at=clock.now()))
    if errors:
        return shown(request, exchange_id, {"": " ".join(errors.values())}, {})
    return redirect(f"{address('school:exchange', exchange_id)}?done=sent")


@require_POST
@staff_page(May.EXCHANGE)
def accept(request: StaffRequest, exchange_id: UUID) -> HttpResponse:
    """It becomes a report, and the next page looks first whether the incident has a case."""
    errors = attempt(lambda: accept_referral(actor=request.actor, exchange_id=exchange_id, at=clock.now()))
    if errors:
        return shown(request, exchange_id, errors, {})
    exchange = permitted(request.actor, May.EXCHANGE, Exchange.objects, exchange_id)
    return redirect(reverse("school:open_case", args=[exchange.report_id]))
