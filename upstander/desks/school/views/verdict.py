"""The whole verdict; answering a fact in place, confirming, setting aside; taking and finishing duties.

Each form returns to the page it came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from upstander.desks.frame.addresses import address
from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.school.shapes_verdict import verdict_panel
from upstander.desks.school.through import subject_address
from upstander.desks.school.views.report import changed_by
from upstander.kernel import clock
from upstander.kernel.problems import Problem
from upstander.procedures.triage.answer_fact import answer_fact
from upstander.procedures.triage.confirm_verdict import confirm_verdict
from upstander.procedures.triage.finish_duty import finish_duty
from upstander.procedures.triage.read_verdict import read_verdict
from upstander.procedures.triage.set_outcome_aside import set_outcome_aside
from upstander.procedures.triage.take_duty import take_duty
from upstander.records.access.matrix import May


def back_to(request: StaffRequest) -> str:
    """The page of this desk from which a form was sent.

    Raises: Http404, for any other address.
    """
    back = request.POST.get("back", "")
    path = back.partition("?")[0]
    if not url_has_allowed_host_and_scheme(back, None) or not path.startswith("/school/"):
        raise Http404
    try:
        resolve(path)
    except Resolver404:
        raise Http404 from None
    return back


@staff_page(May.READ_REPORT)
def whole(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """Each part with its clauses, what nobody may do, and every answer, which can be given anew."""
    assessment, is_open = read_verdict(actor=request.actor, assessment_id=assessment_id, at=clock.now())
    is_report = assessment.subject_id == assessment.report_id
    return show(
        request,
        "school/whole_verdict.html",
        now_at="school:reports" if is_report else "school:cases",
        title="The whole verdict",
        back=subject_address(assessment),
        here=address("school:verdict", assessment.pk),
        panel=verdict_panel(request.actor, assessment, is_open=is_open),
        changed=changed_by(request, assessment),
    )


@require_POST
@staff_page(May.ANSWER_FACT)
def answer(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    back = back_to(request)
    try:
        answered = answer_fact(
            actor=request.actor,
            assessment_id=assessment_id,
            fact=request.POST.get("fact", ""),
            answer=request.POST.get("answer", ""),
            at=clock.now(),
        )
    except Problem as problem:
        return _cannot(request, back, problem.sentences)
    before, after = answered.before, answered.after
    was = f"?{urlencode({'was': before.pk})}" if before and before.pk != after.pk else ""
    return redirect(f"{back.partition('?')[0]}{was}#verdict")


@require_POST
@staff_page(May.DECIDE_ROUTE)
def confirm(request: StaffRequest, verdict_id: UUID) -> HttpResponse:
    back = back_to(request)
    try:
        confirm_verdict(actor=request.actor, verdict_id=verdict_id, at=clock.now())
    except Problem as problem:
        return _cannot(request, back, problem.sentences)
    return redirect(f"{back}#verdict")


@require_POST
@staff_page(May.DECIDE_ROUTE)
def set_aside(request: StaffRequest, verdict_id: UUID) -> HttpResponse:
    back = back_to(request)
    outcome, reason = request.POST.get("outcome", ""), request.POST.get("reason", "")
    try:
        set_outcome_aside(actor=request.actor, verdict_id=verdict_id, outcome=outcome, reason=reason, at=clock.now())
    except Problem as problem:
        return _cannot(request, back, problem.sentences, outcome=outcome, reason=reason)
    return redirect(f"{back}#verdict")


@require_POST
@staff_page(May.DO_DUTY)
def take_on(request: StaffRequest, duty_id: UUID) -> HttpResponse:
    back = back_to(request)
    try:
        take_duty(actor=request.actor, duty_id=duty_id, at=clock.now())
    except Problem as problem:
        return _cannot(request, back, problem.sentences)
    return redirect(f"{back}#to-do")


@require_POST
@staff_page(May.DO_DUTY)
def finish(request: StaffRequest, duty_id: UUID) -> HttpResponse:
    back = back_to(request)
    note = request.POST.get("note", "")
    try:
        finish_duty(actor=request.actor, duty_id=duty_id, note=note, at=clock.now())
    except Problem as problem:
        return _cannot(request, back, problem.sentences, note=note)
    return redirect(f"{back}#to-do")


def _cannot(request: StaffRequest, back: str, sentences: Mapping[str, str], **typed: str) -> HttpResponse:
    """Say what stands in the way, keep what was typed, and offer to send it again from here."""
    return show(
        request,
        "school/cannot.html",
        status=422,
        title="That could not be done",
        errors={"" if field not in typed else field: words for field, words in sentences.items()},
        typed=typed,
        back=back,
        again=request.path,
    )
