"""One report: what was said and how to reach who said it; what to do; the verdict above both."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.school.places import keep_place
from upstander.desks.school.shapes_report import came_of, contact_of, files_of, to_do, words_of
from upstander.desks.school.shapes_same import decided_about, suspected_of_report
from upstander.desks.school.shapes_verdict import verdict_panel, what_changed
from upstander.desks.school.through import case_address, through
from upstander.kernel import clock
from upstander.procedures.cases.read_what_came import read_on_its_page
from upstander.procedures.triage.mark_report_read import mark_report_read
from upstander.procedures.triage.take_report import AlreadyTaken, take_report
from upstander.records.access.matrix import May, role_may
from upstander.records.assessments.models import Assessment, Verdict
from upstander.records.cases.models import CaseReport, Compared
from upstander.records.disclosures.arrivals import ArrivalKind
from upstander.records.disclosures.models import Message
from upstander.records.intake.models import Report

ADDED = (ArrivalKind.ADDITION, ArrivalKind.FILES)


@staff_page(May.READ_REPORT)
def report(request: StaffRequest, report_id: UUID) -> HttpResponse:
    opened = mark_report_read(actor=request.actor, report_id=report_id, at=clock.now())
    read_on_its_page(actor=request.actor, subject_id=report_id, kinds=ADDED, at=clock.now())
    return page_of(request, opened)


@require_POST
@staff_page(May.TAKE_REPORT)
def take(request: StaffRequest, report_id: UUID) -> HttpResponse:
    try:
        take_report(actor=request.actor, report_id=report_id, at=clock.now())
    except AlreadyTaken as refusal:
        opened = mark_report_read(actor=request.actor, report_id=report_id, at=clock.now())
        return page_of(request, opened, errors=refusal.sentences, status=409)
    return redirect("school:report", report_id)


def page_of(
    request: StaffRequest,
    report: Report,
    *,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, also after something on it could not be done: the sentences stand at the fields, what was typed stays."""
    at, actor = clock.now(), request.actor
    in_case: CaseReport | None = getattr(report, "in_case", None)
    rulebook = request.membership.organisation.rulebook
    open_duties, past = ([], []) if in_case else to_do(report.assessment, report, actor.member, rulebook, at)
    here = reverse("school:report", args=[report.pk])
    may_settle = role_may(actor.role, May.SETTLE_DUPLICATES)
    shown = show(
        request,
        "school/report.html",
        status=status,
        now_at="school:reports",
        title=f"Report about {report.child_name}" if report.child_name else f"Report {report.reference}",
        here=here,
        report=report,
        case=in_case.case if in_case else None,
        case_href=case_address(in_case.case_id) if in_case else "",
        panel=None if in_case else verdict_panel(actor, report.assessment),
        changed=changed_by(request, report.assessment),
        open_duties=open_duties,
        past_duties=past,
        contact=contact_of(report),
        came=came_of(report),
        said=words_of(report),
        files=files_of(actor, report),
        suspected=suspected_of_report(actor, report) if may_settle else [],
        decided=decided_about(actor, Compared.REPORT, report.pk),
        may_settle=may_settle,
        may_take=report.taken_at is None and role_may(actor.role, May.TAKE_REPORT),
        may_take_down=role_may(actor.role, May.TAKE_DOWN_REPORT),
        may_open=in_case is None and role_may(actor.role, May.OPEN_CASE),
        may_do=role_may(actor.role, May.DO_DUTY),
        may_write=role_may(actor.role, May.WRITE_TO_FAMILY),
        new_messages=Message.objects.visible_to(actor).unread_by_school().filter(report=report).count(),
        through=through(request, actor, at, report.pk),
        errors=errors or {},
        typed=typed or {},
    )
    return keep_place(shown, request, report.pk)


def changed_by(request: StaffRequest, assessment: Assessment) -> tuple[str, ...]:
    """What the answer just given changed, when the address says which verdict stood before it."""
    try:
        was = UUID(request.GET.get("was", ""))
    except ValueError:
        return ()
    verdicts = Verdict.objects.filter(assessment=assessment)
    before, after = verdicts.filter(pk=was).first(), verdicts.filter(superseded_at=None).first()
    return what_changed(before, after) if before and after else ()
