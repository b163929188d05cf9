"""Who works at the school, who is away and who covers for them, and what happens when somebody leaves."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.school.attempts import NONE_YET, as_typed, attempt, linked, typed_date, typed_id
from upstander.desks.school.shapes_staff import colleagues_of, held_by, members_of
from upstander.kernel.clock import now
from upstander.procedures.school.let_member_go import let_member_go
from upstander.procedures.school.record_absence import end_absence, record_absence
from upstander.records.access.matrix import May
from upstander.records.access.models import Membership

DONE = {
    "away": "While they are away, what is theirs is on the colleague’s list.",
    "back": "What is theirs is theirs again.",
    "left": "They can sign in no more, and what was theirs has gone to their successor.",
}


@staff_page(May.KEEP_SCHOOL)
def staff(request: StaffRequest) -> HttpResponse:
    done = DONE.get(request.GET.get("done", ""), "")
    return _show(request, "staff.html", "Who works here", members=members_of(request.actor, now()), done=done)


@staff_page(May.KEEP_SCHOOL)
def away(request: StaffRequest, member_id: UUID) -> HttpResponse:
    member, typed, errors = _member(request, member_id), request.POST, NONE_YET
    if request.method == "POST":
        errors = attempt(
            lambda: record_absence(
                actor=request.actor,
                member_id=member_id,
                cover_id=typed_id(typed, "cover"),
                first=typed_date(typed, "first"),
                last=typed_date(typed, "last"),
                at=now(),
            )
        )
        if not errors:
            return redirect(f"{reverse('school:staff')}?done=away")
    return _show(
        request,
        "away.html",
        f"{member.display_name} is away",
        linked(errors, "first", "last"),
        colleagues=colleagues_of(request.actor, member),
        first=as_typed(typed, "first"),
        last=as_typed(typed, "last"),
    )


@require_POST
@staff_page(May.KEEP_SCHOOL)
def back_again(request: StaffRequest, absence_id: UUID) -> HttpResponse:
    end_absence(actor=request.actor, absence_id=absence_id, at=now())
    return redirect(f"{reverse('school:staff')}?done=back")


@staff_page(May.KEEP_SCHOOL)
def left(request: StaffRequest, member_id: UUID) -> HttpResponse:
    member, errors = _member(request, member_id), NONE_YET
    if request.method == "POST":
        successor = typed_id(request.POST, "successor")
        errors = attempt(lambda: let_member_go(actor=request.actor, member_id=member_id, successor_id=successor, at=now()))
        if not errors:
            return redirect(f"{reverse('school:staff')}?done=left")
    return _show(
        request,
        "left.html",
        f"{member.display_name} leaves the school",
        errors,
        colleagues=colleagues_of(request.actor, member),
        held=held_by(request.actor, member),
    )


def _member(request: StaffRequest, member_id: UUID) -> Membership:
    member = Membership.objects.visible_to(request.actor).current().filter(pk=member_id).first()
    if member is None:
        raise Http404
    return member


def _show(request: StaffRequest, page: str, title: str, errors: Mapping[str, str] = NONE_YET, **context: object) -> HttpResponse:
    beside = {} if page == "staff.html" else {"back": reverse("school:staff")}
    return show(
        request,
        f"school/{page}",
        status=422 if errors else 200,
        now_at="school:days",
        title=title,
        errors=errors,
        typed=request.POST,
        **beside,
        **context,
    )
