"""Did it work: what is to be asked of the family and the child, what they said, and what came of it where it had not stopped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from upstander.desks.frame.addresses import address
from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.school.attempts import NONE_YET, attempt, typed_id
from upstander.desks.school.shapes_case import children_in
from upstander.desks.school.shapes_checks import checking_of
from upstander.desks.school.views.case_pages import Opened, done, opened, page
from upstander.kernel import clock
from upstander.procedures.cases.read_what_came import read_on_its_page
from upstander.procedures.cases.reopen_case import reopen_case
from upstander.procedures.finding.settle_recurrence import settle_recurrence
from upstander.procedures.finding.take_down_check import take_down_check
from upstander.records.access.matrix import May, role_may
from upstander.records.disclosures.arrivals import ArrivalKind
from upstander.records.investigations.checks import Asked, Check, Safe, Stopped

HERE = "school:case_checks"


@staff_page(May.CHECK_STOPPED)
def checks(request: StaffRequest, case_id: UUID) -> HttpResponse:
    return _shown(request, case_id)


def _shown(request: StaffRequest, case_id: UUID, errors: Mapping[str, str] = NONE_YET, at: str = "") -> HttpResponse:
    it = opened(request, case_id)
    read_on_its_page(actor=request.actor, subject_id=case_id, kinds=[ArrivalKind.CHECK], at=clock.now())
    return page(
        request,
        "case_checks.html",
        it,
        title="Has it stopped?",
        errors={f"because-{at}": sentence for sentence in errors.values()},
        checking=checking_of(request.actor, it.case, clock.now()),
        typed=request.POST.get("because", ""),
        may_settle=role_may(request.actor.role, May.RECORD_FINDING),
        may_reopen=role_may(request.actor.role, May.REOPEN_CASE) and it.case.closed_at is not None,
    )


@staff_page(May.CHECK_STOPPED)
def take_down(request: StaffRequest, case_id: UUID, check_id: UUID) -> HttpResponse:
    """The answer to a question that is due."""
    errors = _attempt(request, case_id, check_id)
    if errors is None:
        return done(case_id, "check", HERE)
    it = opened(request, case_id)
    check = Check.objects.visible_to(request.actor).filter(case=it.case, pk=check_id).select_related("child").first()
    if check is None:
        raise Http404
    asked = check.child.name if check.asks == Asked.CHILD else f"{check.child.name}’s family"
    return _form(request, it, errors, title=f"What did {asked} say?", check=check)


@staff_page(May.CHECK_STOPPED)
def told(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Somebody said it of their own accord: on the telephone, at the gate, in the corridor."""
    errors = _attempt(request, case_id, None)
    if errors is None:
        return done(case_id, "check", HERE)
    it = opened(request, case_id)
    asks = [(Asked.CHILD.value, "The child"), (Asked.FAMILY.value, "The child’s family")]
    return _form(request, it, errors, title="Somebody said how it is now", check=None, children=children_in(it.file), who=asks)


def _form(request: StaffRequest, it: Opened, errors: Mapping[str, str], **context: Any) -> HttpResponse:
    return page(
        request,
        "case_check.html",
        it,
        back=address(HERE, it.case.pk),
        errors=errors,
        typed=request.POST,
        stopped=Stopped.choices,
        safe=Safe.choices,
        **context,
    )


def _attempt(request: StaffRequest, case_id: UUID, check_id: UUID | None) -> Mapping[str, str] | None:
    """What stands in the way; nothing at all when it is done."""
    if request.method != "POST":
        return NONE_YET
    typed = request.POST
    errors = attempt(
        lambda: take_down_check(
            actor=request.actor,
            case_id=case_id,
            check_id=check_id,
            child_id=typed_id(typed, "child"),
            asks=typed.get("asks", ""),
            stopped=typed.get("stopped", ""),
            safe=typed.get("safe", ""),
            words=typed.get("words", ""),
            at=clock.now(),
        )
    )
    return errors or None


@staff_page(May.RECORD_FINDING)
def settle(request: StaffRequest, case_id: UUID, recurrence_id: UUID) -> HttpResponse:
    if request.method != "POST":
        return redirect(address(HERE, case_id))
    because = request.POST.get("because", "")
    errors = attempt(lambda: settle_recurrence(actor=request.actor, recurrence_id=recurrence_id, because=because, at=clock.now()))
    return _shown(request, case_id, errors, str(recurrence_id)) if errors else done(case_id, "settled", HERE)


@staff_page(May.REOPEN_CASE)
def reopen(request: StaffRequest, case_id: UUID) -> HttpResponse:
    errors = NONE_YET
    reason = request.POST.get("reason", "")
    if request.method == "POST":
        errors = attempt(lambda: reopen_case(actor=request.actor, case_id=case_id, reason=reason, at=clock.now()))
        if not errors:
            return done(case_id, "reopened")
    it = opened(request, case_id)
    return page(request, "case_reopen.html", it, title="Open the case again", errors=errors, reason=reason)
