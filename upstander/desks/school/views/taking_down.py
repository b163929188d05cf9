"""Write down what somebody said, from the telephone or from paper; and the paper itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.school.attempts import linked
from upstander.desks.school.shapes_taking_down import Typed, as_sent, paper, parts, typed_report
from upstander.kernel import clock
from upstander.kernel.problems import Problem
from upstander.kernel.references import uuid7
from upstander.procedures.reporting.take_down_report import Recorded, missing, take_down_report
from upstander.records.access.matrix import May
from upstander.records.intake.models import Report, Way

DATES = ("said", "written")


@staff_page(May.TAKE_DOWN_REPORT)
def take_down(request: StaffRequest) -> HttpResponse:
    """Whatever stands against it, the page comes back as it was filled in."""
    if request.method != "POST":
        return _page(request, {}, {"once": uuid7(), "from_paper": request.GET.get("from") == "paper"})
    typed = typed_report(request.POST, clock.in_london(clock.now()).date())
    as_it_was = {"once": typed.once, "from_paper": typed.came.is_from_paper}
    if more := request.POST.get("more", ""):
        return _page(request, typed.answers, as_it_was, more=more)
    if typed.problems:
        return _page(request, typed.answers, as_it_was, {**missing(typed.came, typed.answers, clock.now()), **typed.problems})
    try:
        recorded = _recorded(request, typed)
    except Problem as problem:
        return _page(request, typed.answers, as_it_was, problem.sentences)
    return _done(request, recorded)


def _recorded(request: StaffRequest, typed: Typed) -> Recorded:
    return take_down_report(
        actor=request.actor,
        once=typed.once,
        came=typed.came,
        answers=typed.answers,
        with_code=typed.code == "yes",
        at=clock.now(),
    )


def _page(
    request: StaffRequest,
    answers: Mapping[str, Any],
    as_it_was: Mapping[str, Any],
    problems: Mapping[str, str] | None = None,
    more: str = "",
) -> HttpResponse:
    errors = linked(problems or {}, *DATES)
    here = reverse("school:take_down")
    return show(
        request,
        "school/taking_down.html",
        status=422 if errors else 200,
        now_at="school:reports",
        title="Write down what somebody said",
        here=f"{here}?from=paper" if as_it_was["from_paper"] else here,
        address=here,
        back=reverse("school:reports"),
        now=clock.now(),
        ways=Way.choices,
        typed=as_sent(request.POST),
        parts=parts(answers, errors, more),
        errors=errors,
        **as_it_was,
    )


def _done(request: StaffRequest, recorded: Recorded) -> HttpResponse:
    """Shown once: the code is kept by nobody but whoever it is given to."""
    report = recorded.report
    may_open = Report.objects.visible_to(request.actor).filter(pk=report.pk).exists()
    return show(
        request,
        "school/taken_down.html",
        now_at="school:reports",
        title=f"Written down as {report.reference}",
        here=reverse("school:take_down"),
        report=report,
        recorded=recorded,
        may_open=may_open,
        school=request.membership.organisation,
        come_back=f"{settings.PUBLIC_URL}{reverse('family:back')}",
    )


@staff_page(May.TAKE_DOWN_REPORT)
def paper_form(request: StaffRequest) -> HttpResponse:
    return show(
        request,
        "school/paper.html",
        now_at="school:reports",
        title="Paper form",
        back=reverse("school:take_down"),
        school=request.membership.organisation,
        ways=[label for _, label in Way.choices],
        asked=paper(),
    )
