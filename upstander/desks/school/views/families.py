"""Where each family stands: to be told by when, how, or for which lawful reason not."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.school.attempts import NONE_YET, as_typed, attempt, linked, typed_date, typed_id
from upstander.desks.school.shapes_carers import carers_of
from upstander.desks.school.shapes_delivery import worst_or_newest
from upstander.desks.school.shapes_families import families_of
from upstander.desks.school.shapes_told import beside_of, wrote_of
from upstander.desks.school.views.case_pages import done, opened, page
from upstander.kernel import clock
from upstander.procedures.cases.link_family_report import FROM_THE_FAMILY, link_family_report
from upstander.procedures.telling.decide_not_to_tell import Ground, decide_not_to_tell
from upstander.procedures.telling.review_not_telling import review_not_telling
from upstander.procedures.telling.tell_after_all import tell_after_all
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.cases.models import Case, Family
from upstander.records.disclosures.looking_again import looks_of
from upstander.records.intake.coming_back import without_code
from upstander.records.intake.models import Report

GROUNDS = [(ground.value, ground.label) for ground in Ground]
PAPER = ("", "None: letters go on paper")


@staff_page(May.READ_REPORT)
def families(request: StaffRequest, case_id: UUID) -> HttpResponse:
    return _families(request, case_id)


def _families(request: StaffRequest, case_id: UUID, errors: Mapping[str, str] = NONE_YET) -> HttpResponse:
    it = opened(request, case_id)
    by_child = carers_of(request.actor, [family.child for family in it.file.families])
    lines = families_of(it.file, clock.now())
    went = worst_or_newest(request.actor, [family.report for family in it.file.families])
    replies = wrote_of(request.actor, it.case, [family.report for family in it.file.families])
    wrote = {family.id: replies[family.report] for family in it.file.families if family.report in replies}
    messages = {family.id: went[family.report] for family in it.file.families if family.report in went}
    beside = beside_of(request.actor, it.case, clock.now())
    looks = looks_of(it.case) if any(family.not_told_at for family in it.file.families) else {}
    carers = {family.id: found for family in it.file.families if (found := by_child.get(family.child))}
    shown = {"title": "Families", "families": lines, "carers": carers, "messages": messages}
    return page(
        request,
        "case_families.html",
        it,
        **shown,
        reads={family: each.language for family, each in beside.items()},
        told={family: each.told for family, each in beside.items() if each.told},
        wrote=wrote,
        looks=looks,
        disagree={family: each.disagrees for family, each in beside.items() if each.disagrees},
        errors=errors,
    )


@staff_page(May.COMPOSE_LETTER)
def report_of(request: StaffRequest, case_id: UUID, family_id: UUID) -> HttpResponse:
    """Which report this family made: what is sent to them waits behind its code."""
    errors = NONE_YET
    chosen = typed_id(request.POST, "report")
    if request.method == "POST":
        errors = attempt(lambda: link_family_report(actor=request.actor, family_id=family_id, report_id=chosen, at=clock.now()))
        if not errors:
            return done(case_id, "family", "school:case_families")
    it = opened(request, case_id)
    family = _family(request, it.case, family_id, May.COMPOSE_LETTER)
    return page(
        request,
        "case_family_report.html",
        it,
        back=reverse("school:case_families", args=[case_id]),
        title=f"Which report came from {family.child.name}’s family?",
        errors=errors,
        family=family,
        chosen=str(chosen or family.report_id or ""),
        reports=[PAPER, *_their_reports(request, it.case)],
    )


def _their_reports(request: StaffRequest, case: Case) -> list[tuple[str, str, str]]:
    joined = Report.objects.visible_to(request.actor).filter(in_case__case=case, relation__in=FROM_THE_FAMILY)
    joined = joined.exclude(pk__in=without_code().values("report_id"))
    return [
        (
            str(report.pk),
            f"{report.reference}, from {report.reporter_name or 'somebody who gave no name'}",
            f"{report.get_relation_display()}, about {report.child_name or 'a child not named'}",
        )
        for report in joined.order_by("received_at", "id")
    ]


@staff_page(May.DECIDE_NOT_TO_TELL)
def not_told(request: StaffRequest, case_id: UUID, family_id: UUID) -> HttpResponse:
    """Decide it; or, where it is decided, look at the reason again."""
    errors, typed = NONE_YET, request.POST
    looks = request.POST.get("again") == "yes"
    if request.method == "POST":
        errors = attempt(lambda: (_look_again if looks else _decide)(request, family_id))
        if not errors:
            return done(case_id, "looked_again" if looks else "not_told", "school:case_families")
    it = opened(request, case_id)
    family = _family(request, it.case, family_id, May.DECIDE_NOT_TO_TELL)
    is_decided = family.not_told_at is not None
    return page(
        request,
        "case_not_told.html",
        it,
        back=reverse("school:case_families", args=[case_id]),
        title=f"{'Look again: not telling' if is_decided else 'Decide not to tell'} {family.child.name}’s family",
        is_decided=is_decided,
        errors=linked(errors, "review_on"),
        typed=typed,
        review_on=as_typed(typed, "review_on"),
        family=family,
        grounds=GROUNDS,
    )


def _decide(request: StaffRequest, family_id: UUID) -> Family:
    return decide_not_to_tell(
        actor=request.actor,
        family_id=family_id,
        ground=request.POST.get("ground", ""),
        why=request.POST.get("why", ""),
        review_on=typed_date(request.POST, "review_on"),
        at=clock.now(),
    )


def _look_again(request: StaffRequest, family_id: UUID) -> Family:
    return review_not_telling(
        actor=request.actor,
        family_id=family_id,
        why=request.POST.get("why", ""),
        review_on=typed_date(request.POST, "review_on"),
        at=clock.now(),
    )


@require_POST
@staff_page(May.DECIDE_NOT_TO_TELL)
def after_all(request: StaffRequest, case_id: UUID, family_id: UUID) -> HttpResponse:
    family = _family(request, opened(request, case_id).case, family_id, May.DECIDE_NOT_TO_TELL)
    errors = attempt(lambda: tell_after_all(actor=request.actor, family_id=family.pk, at=clock.now()))
    return _families(request, case_id, errors) if errors else done(case_id, "after_all", "school:case_families")


def _family(request: StaffRequest, case: Case, family_id: UUID, permission: May) -> Family:
    return permitted(request.actor, permission, Family.objects.filter(case=case).select_related("child"), family_id)
