"""A named person confirms a verdict, or sets a part of it aside with a reason."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.desks.reports import a_report, assessment_of
from upstander.kernel import clock
from upstander.procedures.triage.answer_fact import answer_fact
from upstander.procedures.triage.confirm_verdict import VerdictHasChanged, confirm_verdict
from upstander.procedures.triage.set_outcome_aside import NEVER, NotSetAside, set_outcome_aside
from upstander.records.access.asking import asking
from upstander.records.access.requiring import NotPermitted
from upstander.records.assessments.assessing import assess
from upstander.records.assessments.models import Decision, Duty, Verdict
from upstander.records.intake.models import Report


def standing(report: Report) -> Verdict:
    return Verdict.objects.get(assessment__report=report, superseded_at=None)


def test_confirming_twice_is_one_decision(cast: Cast) -> None:
    report, actor = a_report(cast.thornbury), cast.okafor.actor()
    with asking(actor):
        for _ in range(2):
            confirm_verdict(actor=actor, verdict_id=standing(report).pk, at=clock.now())

        assert Decision.objects.get().membership_id == cast.okafor.pk


def test_a_verdict_that_has_changed_meanwhile_is_not_confirmed(cast: Cast) -> None:
    report, actor = a_report(cast.thornbury), cast.okafor.actor()
    with asking(actor):
        seen = standing(report)
        answer_fact(actor=actor, assessment_id=seen.assessment_id, fact="serious_threat", answer="yes", at=clock.now())

        with pytest.raises(VerdictHasChanged):
            confirm_verdict(actor=actor, verdict_id=seen.pk, at=clock.now())


def test_a_duty_set_aside_is_withdrawn_and_stays_so(cast: Cast) -> None:
    report, actor = a_report(cast.thornbury), cast.okafor.actor()
    with asking(actor):
        verdict = standing(report)
        set_outcome_aside(
            actor=actor, verdict_id=verdict.pk, outcome="duties/review_date", reason="Agreed by telephone.", at=clock.now()
        )
        duty = Duty.objects.get(assessment=verdict.assessment_id, duty="review_date")
        assert duty.withdrawn_because == "Set aside by Ms Okafor: Agreed by telephone."

        answer_fact(actor=actor, assessment_id=verdict.assessment_id, fact="escalating", answer="yes", at=clock.now())
        assess(assessment_of(report), at=clock.now())

        assert not Duty.objects.open().filter(assessment=verdict.assessment_id, duty="review_date").exists()


@pytest.mark.parametrize("outcome", sorted(NEVER))
def test_what_protects_a_child_cannot_be_set_aside(cast: Cast, outcome: str) -> None:
    report, actor = a_report(cast.thornbury, facts={"school_investigated": "yes", "online": "yes"}), cast.okafor.actor()
    with asking(actor), pytest.raises(NotSetAside) as refusal:
        set_outcome_aside(actor=actor, verdict_id=standing(report).pk, outcome=outcome, reason="Because.", at=clock.now())

    assert refusal.value.sentences["outcome"] == NEVER[outcome]


def test_a_reason_is_needed_and_the_outcome_must_be_one_of_the_verdicts(cast: Cast) -> None:
    report, actor = a_report(cast.thornbury), cast.okafor.actor()
    with asking(actor), pytest.raises(NotSetAside) as refusal:
        set_outcome_aside(actor=actor, verdict_id=standing(report).pk, outcome="routes/nowhere", reason=" ", at=clock.now())

    assert set(refusal.value.sentences) == {"outcome", "reason"}


def test_pastoral_staff_do_not_decide(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.adeyemi.actor()):
        verdict = standing(report)
        with pytest.raises(NotPermitted):
            confirm_verdict(actor=cast.adeyemi.actor(), verdict_id=verdict.pk, at=clock.now())
