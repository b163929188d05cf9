"""E-mails and texts that may not have arrived: sent again, or left, by a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.frame.words import full_moment
from upstander.kernel import clock
from upstander.kernel.problems import Problem
from upstander.procedures.outbox.decide_email import decide_email
from upstander.records.access.matrix import May
from upstander.records.intake.emails import emails_to_decide
from upstander.records.intake.models import Report

MOST = 50


@dataclass(frozen=True, slots=True)
class Lost:
    id: UUID
    when: str
    to: str
    trouble: str
    report: str
    href: str


@staff_page(May.WRITE_TO_FAMILY)
def emails(request: StaffRequest) -> HttpResponse:
    return _page(request)


@require_POST
@staff_page(May.WRITE_TO_FAMILY)
def decide(request: StaffRequest, message_id: UUID) -> HttpResponse:
    again = request.POST.get("decision") == "again"
    try:
        decide_email(actor=request.actor, message_id=message_id, send_again=again, at=clock.now())
    except Problem as problem:
        return _page(request, problem.sentences)
    return redirect("school:emails")


def _page(request: StaffRequest, errors: Mapping[str, str] | None = None) -> HttpResponse:
    return show(
        request,
        "school/emails.html",
        status=422 if errors else 200,
        now_at="school:today",
        title="Messages that may not have arrived",
        back=reverse("school:today"),
        rows=_rows(request),
        errors=errors or {},
    )


def _rows(request: StaffRequest) -> list[Lost]:
    messages = list(emails_to_decide(request.actor)[:MOST])
    visible = Report.objects.visible_to(request.actor).filter(pk__in={message.subject_id for message in messages})
    references = dict(visible.values_list("pk", "reference"))
    return [
        Lost(
            id=message.pk,
            when=full_moment(message.queued_at),
            to=message.to_address,
            trouble=message.trouble,
            report=references[message.subject_id],
            href=reverse("school:report", args=[message.subject_id]),
        )
        for message in messages
        if message.subject_id in references
    ]
