"""What the school's policy says: files are brought, a program proposes where each thing is said, a person decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO, cast
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST, require_safe

from upstander.desks.frame.outsiders import attachment
from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.school.attempts import NONE_YET, attempt
from upstander.desks.school.shapes_reading import (
    file_of,
    files_of,
    found_in_numbers,
    in_numbers,
    lines_of,
    next_to_decide,
    still_to_decide,
)
from upstander.desks.school.shapes_reading_one import sheet_of, through
from upstander.desks.school.shapes_reading_summary import entries_of
from upstander.kernel import clock
from upstander.kernel.problems import Problem
from upstander.procedures.policy_reading.bring_policy import NotAPolicy, bring_policy
from upstander.procedures.policy_reading.decide_statement import decide_as_before, decide_statement
from upstander.procedures.policy_reading.download_policy import download_policy
from upstander.procedures.policy_reading.read_again import read_again
from upstander.records.access.matrix import May, role_may
from upstander.records.access.requiring import permitted, require
from upstander.records.policies.reading import Proposal, Reading

HERE = "school:policy_readings"


@staff_page(May.SEE_READING)
def readings(request: StaffRequest) -> HttpResponse:
    errors = NONE_YET
    if request.method == "POST":
        brought: list[Reading] = []
        errors = attempt(lambda: brought.append(_bring(request)))
        if not errors:
            return redirect("school:policy_reading", brought[0].pk)
    return _readings(request, errors)


def _readings(request: StaffRequest, errors: Mapping[str, str]) -> HttpResponse:
    after, before = (request.GET.get(way, "") for way in ("after", "before"))
    listed = files_of(request.actor, clock.now(), after=after, before=before)
    return _show(request, "readings", "What the policy has to say", errors, listed=listed, files=listed.files, here=reverse(HERE))


def _bring(request: StaffRequest) -> Reading:
    require(request.actor, May.DECIDE_READING)
    file = request.FILES.get("file")
    if file is None:
        raise NotAPolicy("Choose the file that holds your behaviour policy.")
    return bring_policy(actor=request.actor, name=file.name or "", size=file.size or 0, file=cast(BinaryIO, file), at=clock.now())


@require_safe
@staff_page(May.DECIDE_READING)
def reading(request: StaffRequest, reading_id: UUID) -> HttpResponse:
    """Asking only whether it was read (HEAD) is for the page that waits for it."""
    found = _reading(request, reading_id)
    if request.method == "HEAD":
        return HttpResponse(status=202 if found.is_waiting else 200)
    lines = lines_of(request.actor, found)
    decided = len(lines) - len(still_to_decide(lines))
    return _show(
        request,
        "reading",
        found.name,
        back=reverse(HERE),
        file=file_of(found, clock.now(), decided=decided, total=len(lines)),
        lines=lines,
        found=found_in_numbers(lines),
        next=next_to_decide(reading_id, lines),
    )


@staff_page(May.DECIDE_READING)
def statement(request: StaffRequest, reading_id: UUID, statement: str) -> HttpResponse:
    proposal = _proposal(request, reading_id, statement)
    errors = NONE_YET
    if request.method == "POST":
        errors = attempt(lambda: _decide(request, proposal))
        if not errors:
            onward = next_to_decide(reading_id, lines_of(request.actor, proposal.reading), after=statement)
            return redirect(f"{onward or reverse('school:policy_reading', args=[reading_id])}?kept=1")
    lines = lines_of(request.actor, proposal.reading)
    return _show(
        request,
        "statement",
        proposal.title,
        errors,
        back=reverse("school:policy_reading", args=[reading_id]),
        here=reverse("school:policy_statement", args=[reading_id, statement]),
        through=through(reading_id, lines, statement),
        sheet=sheet_of(request.actor, proposal, request.POST if errors else None, seen=_seen_before(request, errors)),
        reading=proposal.reading,
        left=len(still_to_decide(lines)),
        total=len(lines),
    )


def _seen_before(request: StaffRequest, errors: Mapping[str, str]) -> str | None:
    """After a mistake the page stands on what it showed before; after somebody was faster, on what they decided."""
    return request.POST.get("seen", "") if errors and "" not in errors else None


def _decide(request: StaffRequest, proposal: Proposal) -> None:
    typed = request.POST
    seen, at = typed.get("seen", ""), clock.now()
    if typed.get("as_before"):
        decide_as_before(actor=request.actor, proposal_id=proposal.pk, seen=seen, at=at)
        return
    decide_statement(
        actor=request.actor,
        proposal_id=proposal.pk,
        seen=seen,
        answer=typed.get("answer", ""),
        passage=typed.get("passage", ""),
        words=typed.get("words", ""),
        page=typed.get("page", ""),
        note=typed.get("note", ""),
        at=at,
    )


@require_GET
@staff_page(May.SEE_READING)
def summary(request: StaffRequest, reading_id: UUID) -> HttpResponse:
    found = _reading(request, reading_id)
    if not found.was_read:
        raise Http404
    lines = lines_of(request.actor, found)
    waiting = still_to_decide(lines)
    return _show(
        request,
        "summary",
        "Summary: what the policy has to say",
        back=reverse("school:policy_reading", args=[reading_id]) if _may_decide(request) else reverse(HERE),
        school=request.membership.organisation.name,
        file=file_of(found, clock.now(), decided=len(lines) - len(waiting), total=len(lines)),
        numbers=in_numbers(lines),
        waiting=waiting,
        parts_of=entries_of(request.actor, found, lines),
    )


@require_POST
@staff_page(May.SEE_READING)
def download(request: StaffRequest, reading_id: UUID) -> HttpResponse:
    try:
        found, content = download_policy(actor=request.actor, reading_id=reading_id, at=clock.now())
    except Problem as problem:
        return _readings(request, problem.sentences)
    name = f"policy-{found.brought_at:%Y-%m-%d}-{found.sha256[:8]}.{'html.txt' if found.ending == 'html' else found.ending}"
    return attachment(content, name)


@require_POST
@staff_page(May.DECIDE_READING)
def again(request: StaffRequest, reading_id: UUID) -> HttpResponse:
    read_again(actor=request.actor, reading_id=reading_id, at=clock.now())
    return redirect("school:policy_reading", reading_id)


def _reading(request: StaffRequest, reading_id: UUID) -> Reading:
    return permitted(request.actor, May.SEE_READING, Reading.objects.select_related("brought_by"), reading_id)


def _proposal(request: StaffRequest, reading_id: UUID, statement: str) -> Proposal:
    rows = Proposal.objects.visible_to(request.actor).select_related("reading", "same_as__decided_by")
    found = rows.filter(reading_id=reading_id, statement=statement).first()
    if found is None:
        raise Http404
    return found


def _may_decide(request: StaffRequest) -> bool:
    return role_may(request.actor.role, May.DECIDE_READING)


def _show(request: StaffRequest, page: str, title: str, errors: Mapping[str, str] = NONE_YET, **context: object) -> HttpResponse:
    return show(
        request,
        f"school/policy_{page}.html",
        status=422 if errors else 200,
        now_at="school:policy",
        title=title,
        errors=errors,
        may_decide=_may_decide(request),
        sees_reading=True,
        kept=request.GET.get("kept") == "1" and not errors,
        **context,
    )
