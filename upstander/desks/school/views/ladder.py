"""The policy's ladder: the version in force, the draft of the next, clause by clause, and its approval."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.school.attempts import NONE_YET, as_typed, attempt, linked, typed_date
from upstander.desks.school.shapes_ladder import approval_of, changes_of, is_due, lines_of, public_page, versions_of
from upstander.kernel import clock
from upstander.procedures.policies.approve_ladder import Approval, approve_ladder
from upstander.procedures.policies.start_ladder import name_ladder, start_ladder
from upstander.procedures.policies.write_clause import PARTS, ClauseWords, write_clause
from upstander.records.access.matrix import May, role_may
from upstander.records.policies.drafting import digest_of
from upstander.records.policies.models import Behaviour, Clause, Ladder
from upstander.records.policies.standing import Standing, standing_of

SAID = {
    "approved": "The version is on record as governors approved it. It never changes from here on.",
    "written": "Kept in the draft.",
    "named": "The draft has its new name.",
}
DATES = ("approved_on", "in_force_from", "review_on")


@staff_page(May.READ_POLICY)
def policy(request: StaffRequest) -> HttpResponse:
    errors = NONE_YET
    if request.method == "POST":
        errors = attempt(lambda: start_ladder(actor=request.actor, at=clock.now(), **_names(request)))
        if not errors:
            return redirect("school:policy_draft")
    today = clock.in_london(clock.now()).date()
    standing, urn = standing_of(request.actor, today), request.membership.organisation.school_id
    in_force = standing.in_force
    return _show(
        request,
        "policy.html",
        "What the policy says",
        errors,
        standing=standing,
        approved=approval_of(in_force) if in_force else "",
        is_due=is_due(in_force, today),
        clauses=lines_of(in_force) if in_force else [],
        versions=versions_of(standing, urn),
        public_page=public_page(in_force, urn),
    )


@staff_page(May.READ_POLICY)
def draft(request: StaffRequest) -> HttpResponse:
    errors = NONE_YET
    if request.method == "POST":
        errors = attempt(lambda: name_ladder(actor=request.actor, at=clock.now(), **_names(request)))
        if not errors:
            return redirect(f"{reverse('school:policy_draft')}?done=named")
    ladder, _ = _draft(request)
    lines = changes_of(ladder, ladder.started_from)
    return _show(request, "policy_draft.html", f"Draft: {ladder}", errors, ladder=ladder, lines=lines)


@staff_page(May.WRITE_POLICY)
def clause(request: StaffRequest, behaviour: str) -> HttpResponse:
    if behaviour not in Behaviour.values:
        raise Http404
    ladder = _standing(request).draft
    if ladder is None and request.method != "POST":  # whoever was writing while it was approved keeps what they typed
        raise Http404
    errors = NONE_YET
    if request.method == "POST":
        words = ClauseWords(**{name: request.POST.get(name, "") for name in ("clause", *PARTS)})
        errors = attempt(lambda: write_clause(actor=request.actor, behaviour=behaviour, words=words, at=clock.now()))
        if not errors:
            return redirect(f"{reverse('school:policy_draft')}?done=written#{behaviour}")
    return _show(
        request,
        "policy_clause.html",
        str(Behaviour(behaviour).label),
        errors,
        back=reverse("school:policy_draft"),
        ladder=ladder,
        words=request.POST if ladder is None or request.method == "POST" else _kept(ladder, behaviour),
        before=_clause(ladder.started_from, behaviour) if ladder else None,
    )


@staff_page(May.APPROVE_POLICY)
def approve(request: StaffRequest) -> HttpResponse:
    ladder, standing = _draft(request)
    errors, typed = NONE_YET, request.POST
    if request.method == "POST":
        approval = Approval(
            approved_by=typed.get("approved_by", ""),
            minute=typed.get("minute", ""),
            **{name: typed_date(typed, name) for name in DATES},
        )
        seen = typed.get("seen", "")
        errors = attempt(lambda: approve_ladder(actor=request.actor, approval=approval, seen=seen, at=clock.now()))
        if not errors:
            return redirect(f"{reverse('school:policy')}?done=approved")
    return _show(
        request,
        "policy_approve.html",
        f"Approved by governors: {ladder}",
        linked(errors, *DATES),
        back=reverse("school:policy_draft"),
        ladder=ladder,
        lines=changes_of(ladder, ladder.started_from),
        in_force=standing.in_force,
        seen=digest_of(ladder),
        days={name: as_typed(typed, name) for name in DATES},
    )


def _names(request: StaffRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in ("policy", "version")}


def _standing(request: StaffRequest) -> Standing:
    return standing_of(request.actor, clock.in_london(clock.now()).date())


def _draft(request: StaffRequest) -> tuple[Ladder, Standing]:
    standing = _standing(request)
    if standing.draft is None:
        raise Http404
    return standing.draft, standing


def _clause(ladder: Ladder | None, behaviour: str) -> Clause | None:
    return ladder.clauses.filter(behaviour=behaviour).first() if ladder else None


def _kept(ladder: Ladder, behaviour: str) -> Mapping[str, str]:
    kept = _clause(ladder, behaviour)
    return {name: getattr(kept, name) if kept else "" for name in ("clause", *PARTS)}


def _show(request: StaffRequest, page: str, title: str, errors: Mapping[str, str] = NONE_YET, **context: object) -> HttpResponse:
    role = request.actor.role
    return show(
        request,
        f"school/{page}",
        status=422 if errors else 200,
        now_at="school:policy",
        title=title,
        errors=errors,
        typed=request.POST,
        said=SAID.get(request.GET.get("done", ""), ""),
        may_write=role_may(role, May.WRITE_POLICY),
        may_approve=role_may(role, May.APPROVE_POLICY),
        sees_reading=role_may(role, May.SEE_READING),
        **context,
    )
