"""The finding: outcome, three criteria with reasons, and the reasons for the record."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.school.attempts import NONE_YET, attempt
from upstander.desks.school.views.case_pages import done, opened, page
from upstander.kernel import clock
from upstander.procedures.finding.record_finding import CRITERIA, Criterion, Review, record_finding
from upstander.records.access.matrix import May
from upstander.records.assessments.models import Verdict
from upstander.records.cases.models import Case
from upstander.records.investigations.models import AskedFor, Finding, Judged, Outcome
from upstander.records.policies.models import Citation
from upstander.records.policies.publishing import clauses_on

JUDGED = [(Judged.YES.value, "Yes"), (Judged.NO.value, "No"), (Judged.UNKNOWN.value, "Not established")]
OUTCOMES = [
    (Outcome.BULLYING.value, "Bullying", "Hurt was meant. It was repeated, or one act keeps on hurting. One side had the power."),
    (
        Outcome.NOT_BULLYING.value,
        "Not bullying: a falling-out",
        "Both sides took part on level terms, or no hurt was meant. The family is told why, in words they can follow.",
    ),
    (Outcome.NOT_ESTABLISHED.value, "Not established", "What can be known does not settle it. That is a finding too."),
]
QUESTIONS = {
    "hurt_meant": ("Was hurt meant?", "What was said or done, and what shows that it was meant to hurt."),
    "repeated": ("Was it repeated?", "How often, over how long, or how one act went on: shares, views, screenshots."),
    "power": ("Was there an imbalance of power?", "Numbers, age, standing, a secret, a disability, being unable to answer back."),
}
NOT_YET = "conclude_before_investigation"


@staff_page(May.RECORD_FINDING)
def finding(request: StaffRequest, case_id: UUID) -> HttpResponse:
    errors = NONE_YET
    if request.method == "POST":
        errors = attempt(lambda: _record(request, case_id))
        if not errors:
            return done(case_id, "finding")
    it = opened(request, case_id)
    earlier = (
        Finding.objects.visible_to(request.actor).filter(case=it.case).select_related("decided_by").order_by("-decided_at", "-id")
    )
    return page(
        request,
        "case_finding.html",
        it,
        title="What did you find?",
        errors=errors,
        typed=request.POST,
        outcomes=OUTCOMES,
        judged=JUDGED,
        questions=QUESTIONS,
        earlier=list(earlier),
        asked_for=AskedFor.choices,
        not_yet=_warns_not_to_conclude(it.case),
        clauses=_clauses(it.case),
        cited=_cited(request, it.case),
    )


def _record(request: StaffRequest, case_id: UUID) -> Finding:
    typed = request.POST
    return record_finding(
        actor=request.actor,
        case_id=case_id,
        outcome=typed.get("outcome", ""),
        criteria={name: Criterion(typed.get(name, ""), typed.get(f"{name}_why", "")) for name in CRITERIA},
        reasons=typed.get("reasons", ""),
        review=Review(typed.get("asked_for_by", ""), typed.get("changed", "")),
        behaviour=typed.get("behaviour", ""),
        at=clock.now(),
    )


def _clauses(case: Case) -> list[tuple[str, str, str]]:
    """What the policy in force today says, as choices; nothing where none is in force."""
    today = clock.in_london(clock.now()).date()
    found = [(it.behaviour, it.name, it.cited) for it in clauses_on(case.organisation_id, today)]
    return [*found, ("", "None of these", "Letters can still cite one.")] if found else []


def _cited(request: StaffRequest, case: Case) -> dict[UUID, str]:
    rows = Citation.objects.visible_to(request.actor).filter(case=case).select_related("clause__ladder")
    return {it.finding_id: it.clause.cited for it in rows}


def _warns_not_to_conclude(case: Case) -> str:
    """Why the verdict says not to conclude yet; nothing where it does not say so."""
    standing = Verdict.objects.filter(assessment=case.assessment_id, superseded_at=None).values_list("outcome", flat=True).first()
    given = next(
        (it for it in (standing or {}).get("prohibitions", ()) if it["id"] == NOT_YET and it["status"] == "required"), None
    )
    return " ".join(reason["text"] for reason in given["because"]) if given else ""
