"""The policy's ladder: the version in force, the draft of the next, clause by clause, and its approval."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.school.attempts import NONE_YET, as_typed, attempt, linked, typed_date
from upstander.desks.school.shapes_ladder import approval_of, changes_of, is_due, lines_of, public_page, versions_of
from upstander.kernel import clock
from upstander.procedures.policies.approve_ladder import Approval, approve_ladder
from upstander.procedures.policies.arrange_kinds import move_kind, take_out_kind
from upstander.procedures.policies.drop_ladder import drop_ladder
from upstander.procedures.policies.start_ladder import name_ladder, start_ladder
from upstander.procedures.policies.write_clause import FIELDS, ClauseWords, write_clause
from upstander.records.access.matrix import May, role_may
from upstander.records.policies.drafting import digest_of, digest_of_clause
from upstander.records.policies.kinds import Kind, kinds_for
from upstander.records.policies.models import Clause, Ladder
from upstander.records.policies.standing import Standing, standing_of

SAID = {
    "approved": "The version is on record as governors approved it. It never changes from here on.",
    "written": "Kept in the draft.",
    "out": "The next version says nothing about it. You can put it back until governors have approved the draft.",
    "dropped": "The draft is dropped. What it said stays on record, and you can begin another.",
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
    return _policy(request, errors)


def _policy(request: StaffRequest, errors: Mapping[str, str]) -> HttpResponse:
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
    return _show(request, "policy_draft.html", f"Draft: {ladder}", errors, ladder=ladder, lines=changes_of(ladder))


@staff_page(May.WRITE_POLICY)
def clause(request: StaffRequest, behaviour: str = "") -> HttpResponse:
    """Without a key, a new kind of behaviour."""
    errors = NONE_YET
    if request.method == "POST":
        words = ClauseWords(**{name: request.POST.get(name, "") for name in FIELDS})
        written: list[Clause] = []
        errors = attempt(
            lambda: written.append(
                write_clause(actor=request.actor, behaviour=behaviour, words=words, seen=request.POST.get("seen"), at=clock.now())
            )
        )
        if not errors:
            return redirect(f"{reverse('school:policy_draft')}?done=written#kind-{written[0].behaviour}")
    ladder = _standing(request).draft
    if ladder is None and not errors:  # whoever was writing while it was approved keeps what they typed
        raise Http404
    kind = kinds_for(ladder).get(behaviour) if ladder else None
    if behaviour and ladder and kind is None:
        raise Http404
    return _show(
        request,
        "policy_clause.html",
        kind.name if kind else "A kind of behaviour",
        errors,
        back=reverse("school:policy_draft"),
        ladder=ladder,
        kind=kind,
        words=request.POST if errors else _kept(kind),
        now=kind.clause if kind and errors.get("") else None,
        seen=request.POST.get("seen", "") if errors and "" not in errors else digest_of_clause(kind.clause if kind else None),
    )


@require_POST
@staff_page(May.WRITE_POLICY)
def move(request: StaffRequest, behaviour: str) -> HttpResponse:
    by = -1 if request.POST.get("to") == "up" else 1
    errors = attempt(lambda: move_kind(actor=request.actor, behaviour=behaviour, by=by, at=clock.now()))
    return _arranged(request, errors, f"#kind-{behaviour}")


@require_POST
@staff_page(May.WRITE_POLICY)
def take_out(request: StaffRequest, behaviour: str) -> HttpResponse:
    errors = attempt(lambda: take_out_kind(actor=request.actor, behaviour=behaviour, at=clock.now()))
    return _arranged(request, errors, f"?done=out#kind-{behaviour}")


def _arranged(request: StaffRequest, errors: Mapping[str, str], to: str) -> HttpResponse:
    if not errors:
        return redirect(f"{reverse('school:policy_draft')}{to}")
    ladder = _standing(request).draft
    if ladder is None:
        return _policy(request, errors)
    return _show(request, "policy_draft.html", f"Draft: {ladder}", errors, ladder=ladder, lines=changes_of(ladder))


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
        lines=changes_of(ladder),
        in_force=standing.in_force,
        seen=digest_of(ladder),
        days={name: as_typed(typed, name) for name in DATES},
    )


@staff_page(May.WRITE_POLICY)
def drop(request: StaffRequest) -> HttpResponse:
    errors, typed = NONE_YET, request.POST
    if request.method == "POST":
        because, seen = typed.get("because", ""), typed.get("seen", "")
        errors = attempt(lambda: drop_ladder(actor=request.actor, because=because, seen=seen, at=clock.now()))
        if not errors:
            return redirect(f"{reverse('school:policy')}?done=dropped")
    ladder = _standing(request).draft
    if ladder is None and not errors:  # of two who press at once the second is told, and keeps what they typed
        raise Http404
    return _show(
        request,
        "policy_drop.html",
        "Drop the draft",
        errors,
        back=reverse("school:policy_draft" if ladder else "school:policy"),
        ladder=ladder,
        lines=changes_of(ladder) if ladder else [],
        seen=digest_of(ladder) if ladder else "",
    )


@staff_page(May.READ_POLICY)
def dropped(request: StaffRequest, ladder_id: UUID) -> HttpResponse:
    found = Ladder.objects.visible_to(request.actor).dropped().select_related("dropped_by").filter(pk=ladder_id).first()
    if found is None:
        raise Http404
    title = f"Dropped: {found}"
    return _show(request, "policy_dropped.html", title, back=reverse("school:policy"), ladder=found, lines=lines_of(found))


def _names(request: StaffRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in ("policy", "version")}


def _standing(request: StaffRequest) -> Standing:
    return standing_of(request.actor, clock.in_london(clock.now()).date())


def _draft(request: StaffRequest) -> tuple[Ladder, Standing]:
    standing = _standing(request)
    if standing.draft is None:
        raise Http404
    return standing.draft, standing


def _kept(kind: Kind | None) -> Mapping[str, str]:
    """What stands in the draft; of a kind that was taken out, what stood in the version before."""
    kept = (kind.clause or kind.before) if kind else None
    return {name: getattr(kept, name) for name in FIELDS} if kept else {"name": kind.name if kind else ""}


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
