"""A quick view of a report or a case, shown within a list: pieces of pages. Looking is on record like opening."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.school.shapes_case import head_of, people_of
from upstander.desks.school.shapes_families import families_of
from upstander.desks.school.shapes_report import Doing, contact_of, open_and_past, words_of
from upstander.desks.school.shapes_verdict import brief_of
from upstander.kernel.clock import now
from upstander.procedures.cases.read_case import read_case
from upstander.procedures.triage.mark_report_read import mark_report_read
from upstander.records.access.matrix import May
from upstander.records.assessments.duties import duties_of
from upstander.records.assessments.standing import standing
from upstander.records.disclosures.whole_case import whole_case

SOONEST = 3


@staff_page(May.READ_REPORT)
def case(request: StaffRequest, case_id: UUID) -> HttpResponse:
    at = now()
    opened = read_case(actor=request.actor, case_id=case_id, at=at)
    whole = whole_case(opened, most=0)
    doing = Doing(opened.assessment.report.child_name, request.actor.member, opened.organisation.rulebook, at)
    shown = {
        "case": head_of(opened, whole.file.found),
        "verdict": brief_of(whole.standing, request.actor, opened.assessment, is_open=False),
        "people": [it for it in people_of(opened, whole.file) if not it.ended],
        "families": families_of(whole.file, at),
        "todo": open_and_past(whole.file.duties, doing)[0][:SOONEST],
    }
    return render(request, "school/glance_case.html", shown)


@staff_page(May.READ_REPORT)
def report(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Of a report that is in a case, what was said; the case says the rest."""
    at = now()
    opened = mark_report_read(actor=request.actor, report_id=report_id, at=at)
    doing = Doing(opened.child_name, request.actor.member, opened.organisation.rulebook, at)
    shown = {
        "report": opened,
        "verdict": brief_of(standing(opened.assessment), request.actor, opened.assessment, is_open=False),
        "said": words_of(opened),
        "contact": contact_of(opened),
        "todo": open_and_past(duties_of(opened.assessment), doing)[0][:SOONEST],
    }
    return render(request, "school/glance_report.html", shown)
