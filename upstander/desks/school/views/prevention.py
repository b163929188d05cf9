"""The register of prevention: what the school does, who owns it, when it was last done, and where there are gaps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Max
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.school.attempts import NONE_YET, as_typed, attempt, linked, typed_date, typed_id
from upstander.desks.school.shapes_prevention import (
    WHOLE,
    choices_of,
    frequencies,
    gaps_in_words,
    owners,
    prompts_of,
    row_of,
    rows_of,
)
from upstander.kernel import clock
from upstander.procedures.prevention.keep_prevention import MeasureWords, add_prevention, change_prevention, end_prevention
from upstander.procedures.prevention.link_case import NoSuchCase, case_called, link_case, still_to_link, unlink_case
from upstander.procedures.prevention.record_done import record_done
from upstander.records.access.matrix import May, role_may
from upstander.records.access.requiring import permitted
from upstander.records.policies.gaps import gaps_of, register_of
from upstander.records.policies.models import Prevention, PreventionKind

SAID = {
    "added": "It is in the register.",
    "changed": "The register says so now.",
    "done": "It is on record that it was done.",
    "linked": "It is on record as what prompted this.",
    "unlinked": "It is no longer on record as what prompted this.",
    "ended": "It is no longer done. What was done stays on record.",
}


@staff_page(May.READ_POLICY)
def register(request: StaffRequest) -> HttpResponse:
    measures, today = register_of(request.actor), _today()
    return _show(
        request,
        "prevention.html",
        "What we do so that bullying does not begin",
        rows=rows_of(measures, today),
        gaps=gaps_in_words(gaps_of(measures, today)),
    )


@staff_page(May.KEEP_PREVENTION)
def add(request: StaffRequest) -> HttpResponse:
    errors = NONE_YET
    if request.method == "POST":
        errors = attempt(lambda: add_prevention(actor=request.actor, measure=_typed(request.POST), at=clock.now()))
        if not errors:
            return redirect(f"{reverse('school:prevention')}?done=added")
    return _show(
        request,
        "prevention_add.html",
        "Add a measure",
        errors,
        back=reverse("school:prevention"),
        words=request.POST,
        **_choices(request),
    )


@staff_page(May.READ_POLICY)
def measure(request: StaffRequest, prevention_id: UUID) -> HttpResponse:
    return _measure(request, prevention_id)


@require_POST
@staff_page(May.KEEP_PREVENTION)
def change(request: StaffRequest, prevention_id: UUID) -> HttpResponse:
    at, actor, words = clock.now(), request.actor, _typed(request.POST)
    return _tried(
        request,
        prevention_id,
        "changed",
        lambda: change_prevention(actor=actor, prevention_id=prevention_id, measure=words, at=at),
    )


@require_POST
@staff_page(May.RECORD_PREVENTION)
def done(request: StaffRequest, prevention_id: UUID) -> HttpResponse:
    at, actor, typed = clock.now(), request.actor, request.POST
    who, note, on = typed.get("done_by", ""), typed.get("note", ""), typed_date(typed, "done_on")
    return _tried(
        request,
        prevention_id,
        "done",
        lambda: record_done(actor=actor, prevention_id=prevention_id, done_on=on, done_by=who, note=note, at=at),
    )


@staff_page(May.KEEP_PREVENTION)
def link(request: StaffRequest, prevention_id: UUID) -> HttpResponse:
    """First the reference of a case, then what of it prompted the measure."""
    actor, typed = request.actor, request.POST or request.GET
    measure = permitted(actor, May.KEEP_PREVENTION, Prevention.objects.standing(), prevention_id)
    reference, errors = typed.get("reference", ""), NONE_YET
    if request.method == "POST":
        chosen, at = _chosen(typed), clock.now()
        errors = attempt(lambda: link_case(actor=actor, prevention_id=prevention_id, reference=reference, chosen=chosen, at=at))
        if not errors:
            return redirect(f"{reverse('school:prevention_measure', args=[prevention_id])}?done=linked")
    try:
        case = case_called(actor, reference)
    except NoSuchCase as problem:
        return _measure(request, prevention_id, problem.sentences, "linked")
    choices = choices_of(still_to_link(actor, measure, case))
    return _show(
        request,
        "prevention_link.html",
        "What prompted it?",
        errors,
        back=reverse("school:prevention_measure", args=[prevention_id]),
        measure=measure,
        reference=case.reference,
        choices=choices,
        chosen=typed.getlist("chosen") or ([choices[0][0]] if len(choices) == 1 else []),
    )


@require_POST
@staff_page(May.KEEP_PREVENTION)
def unlink(request: StaffRequest, prompt_id: UUID) -> HttpResponse:
    prevention_id = unlink_case(actor=request.actor, prompt_id=prompt_id, at=clock.now())
    return redirect(f"{reverse('school:prevention_measure', args=[prevention_id])}?done=unlinked")


@require_POST
@staff_page(May.KEEP_PREVENTION)
def end(request: StaffRequest, prevention_id: UUID) -> HttpResponse:
    at, because = clock.now(), request.POST.get("because", "")
    errors = attempt(lambda: end_prevention(actor=request.actor, prevention_id=prevention_id, because=because, at=at))
    if errors:
        return _measure(request, prevention_id, errors, "ended")
    return redirect(f"{reverse('school:prevention')}?done=ended")


def _chosen(given: QueryDict) -> list[UUID | None]:
    """Incidents, and None for the case as a whole."""
    try:
        return [None if it == WHOLE else UUID(it) for it in given.getlist("chosen")]
    except ValueError:
        return []


def _tried(request: StaffRequest, prevention_id: UUID, what: str, do: Callable[[], object]) -> HttpResponse:
    errors = attempt(do)
    if errors:
        return _measure(request, prevention_id, errors, what)
    return redirect(f"{reverse('school:prevention_measure', args=[prevention_id])}?done={what}")


def _measure(request: StaffRequest, prevention_id: UUID, errors: Mapping[str, str] = NONE_YET, tried: str = "") -> HttpResponse:
    """`tried` is the form that was sent, which opens with what was typed."""
    rows = Prevention.objects.visible_to(request.actor).select_related("owner", "ended_by").filter(pk=prevention_id)
    found = rows.annotate(last_done=Max("done__done_on")).first()
    if found is None:
        raise Http404
    role = request.actor.role
    return _show(
        request,
        "prevention_measure.html",
        found.words,
        linked(errors, "done_on"),
        back=reverse("school:prevention"),
        measure=found,
        row=row_of(found, _today()),
        done=list(found.done.select_related("recorded_by").order_by("-done_on", "-id")),
        prompts=prompts_of(found, request.actor),
        may_see_cases=role_may(role, May.READ_REPORT),
        may_record=role_may(role, May.RECORD_PREVENTION) and found.ended_at is None,
        tried=tried,
        reference=(request.POST or request.GET).get("reference", "") if tried == "linked" else "",
        done_on=as_typed(request.POST, "done_on"),
        words=request.POST if tried == "changed" else _kept(found),
        **_choices(request),
    )


def _kept(found: Prevention) -> dict[str, str]:
    return {"kind": found.kind, "words": found.words, "owner": str(found.owner_id or ""), "every": str(found.every_months)}


def _typed(given: QueryDict) -> MeasureWords:
    every = given.get("every", "")
    return MeasureWords(
        kind=given.get("kind", ""),
        words=given.get("words", ""),
        owner_id=typed_id(given, "owner"),
        every_months=int(every) if every.isdecimal() and len(every) < 4 else None,
    )


def _choices(request: StaffRequest) -> dict[str, object]:
    if not role_may(request.actor.role, May.KEEP_PREVENTION):
        return {}
    return {"kinds": PreventionKind.choices, "owners": owners(request.actor), "frequencies": frequencies()}


def _today() -> date:
    return clock.in_london(clock.now()).date()


def _show(request: StaffRequest, page: str, title: str, errors: Mapping[str, str] = NONE_YET, **context: object) -> HttpResponse:
    return show(
        request,
        f"school/{page}",
        status=422 if errors else 200,
        now_at="school:policy",
        title=title,
        errors=errors,
        typed=request.POST,
        said=SAID.get(request.GET.get("done", ""), ""),
        may_keep=role_may(request.actor.role, May.KEEP_PREVENTION),
        sees_reading=role_may(request.actor.role, May.SEE_READING),
        **context,
    )
