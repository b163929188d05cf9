"""From a report to a case: look first whether the incident has one, then open a new one or join."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.school.shapes_opening import LEAVE_OUT, PARTS, Row, proposed, similar_cases, typed_rows, with_namesakes
from upstander.desks.school.through import case_address
from upstander.kernel import clock
from upstander.kernel.problems import Problem
from upstander.procedures.cases.join_case import join_case
from upstander.procedures.cases.open_case import could_lead, open_case
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.cases.bringing_in import FROM_THE_FAMILY, NOT_CHOSEN, Named
from upstander.records.cases.models import Case, Part
from upstander.records.intake.coming_back import can_come_back
from upstander.records.intake.models import Report

CHILDREN = (Part.TARGETED, Part.DISPLAYING, Part.TOOK_PART)


@staff_page(May.OPEN_CASE)
def open_or_join(request: StaffRequest, report_id: UUID) -> HttpResponse:
    report = permitted(request.actor, May.OPEN_CASE, Report.objects.select_related("in_case"), report_id)
    if hasattr(report, "in_case"):
        return redirect(case_address(report.in_case.case_id))
    if request.method != "POST":
        return _page(request, report, proposed(report))
    rows = with_namesakes(typed_rows(request.POST), request.actor)
    people, family_of = _people(request, report, rows)
    try:
        case = open_case(
            actor=request.actor,
            report_id=report.pk,
            title=request.POST.get("title", ""),
            lead_id=_uuid(request.POST.get("lead", "")),
            people=people,
            family_of=family_of,
            at=clock.now(),
        )
    except Problem as problem:
        return _page(request, report, rows, _at_fields(problem.sentences, rows))
    return redirect(case_address(case.pk))


@staff_page(May.OPEN_CASE)
def join(request: StaffRequest, report_id: UUID, case_id: UUID) -> HttpResponse:
    report = permitted(request.actor, May.OPEN_CASE, Report.objects.select_related("in_case"), report_id)
    case = permitted(request.actor, May.OPEN_CASE, Case.objects.all(), case_id)
    if hasattr(report, "in_case"):
        return redirect(case_address(report.in_case.case_id))
    if request.method != "POST":
        return _page(request, report, proposed(report), case=case)
    rows = with_namesakes(typed_rows(request.POST), request.actor)
    people, family_of = _people(request, report, rows)
    try:
        join_case(actor=request.actor, report_id=report.pk, case_id=case.pk, people=people, family_of=family_of, at=clock.now())
    except Problem as problem:
        return _page(request, report, rows, _at_fields(problem.sentences, rows), case=case)
    return redirect(case_address(case.pk))


def _page(
    request: StaffRequest, report: Report, rows: Sequence[Row], errors: Mapping[str, str] | None = None, case: Case | None = None
) -> HttpResponse:
    shown = with_namesakes(rows, request.actor)
    members = could_lead(report)
    title = f"Join {report.reference} to {case.reference}" if case else f"Open a case for {report.reference}"
    return show(
        request,
        "school/opening.html",
        status=422 if errors else 200,
        now_at="school:reports",
        title=title,
        here=request.path,
        back=reverse("school:report", args=[report.pk]),
        report=report,
        case=case,
        similar=[] if case else similar_cases(request.actor, report, shown),
        rows=shown,
        parts=PARTS,
        leads=[(str(member.pk), member.display_name) for member in members],
        typed={
            "title": request.POST.get("title", ""),
            "lead": request.POST.get("lead", str(request.membership.pk)),
            "family_of": request.POST.get("family_of", ""),
        },
        families=[
            (str(row.place), row.name or "the child in row " + str(row.place + 1))
            for row in shown
            if row.is_child and (row.part in CHILDREN)
        ],
        from_family=report.relation in FROM_THE_FAMILY and can_come_back(report),
        errors=errors or {},
    )


def _people(request: StaffRequest, report: Report, rows: Sequence[Row]) -> tuple[list[Named], int | None]:
    """The people who are not left out, and the place among them of the child whose family made the report.

    Whom letters go to is chosen by a person, never by what the form happened to show: nothing chosen is no place at all.
    """
    kept = [row for row in rows if not row.is_empty and row.part != LEAVE_OUT]
    chosen = request.POST.get("family_of", "")
    if chosen == "none" or (not chosen and not (report.relation in FROM_THE_FAMILY and can_come_back(report))):
        return [row.named() for row in kept], None
    place = next((n for n, row in enumerate(kept) if str(row.place) == chosen), NOT_CHOSEN)
    return [row.named() for row in kept], place


def _at_fields(sentences: Mapping[str, str], rows: Sequence[Row]) -> dict[str, str]:
    """The procedure counts the people it was given; the form counts its rows."""
    kept = [row.place for row in rows if not row.is_empty and row.part != LEAVE_OUT]
    found = {}
    for field, sentence in sentences.items():
        name, dash, number = field.rpartition("-")
        found[f"{name}-{kept[int(number)]}" if dash and number.isdecimal() else field] = sentence
    return found


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
