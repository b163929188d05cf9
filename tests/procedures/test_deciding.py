"""A named person confirms a verdict, or sets a part of it aside with a reason."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

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
from upstander.records.outbox.models import Message
from upstander.rules import load_rulebook


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


REVIEW = "duties/review_date"


def aside(cast: Cast, report: Report, outcome: str = REVIEW) -> Decision:
    actor = cast.okafor.actor()
    return set_outcome_aside(
        actor=actor, verdict_id=standing(report).pk, outcome=outcome, reason="Agreed by telephone.", at=clock.now()
    )


def say(cast: Cast, report: Report, fact: str, answer: str = "yes") -> None:
    answer_fact(actor=cast.okafor.actor(), assessment_id=assessment_of(report).pk, fact=fact, answer=answer, at=clock.now())


def reviews(report: Report) -> list[str]:
    """Every review that was ever asked for: open, or why it was withdrawn."""
    rows = Duty.objects.filter(assessment=assessment_of(report), duty="review_date").order_by("raised_at", "id")
    return [row.withdrawn_because or "open" for row in rows]


WITHDRAWN = "Set aside by Ms Okafor: Agreed by telephone."


def test_a_duty_set_aside_is_withdrawn_and_stays_so_under_a_verdict_with_no_new_reason_for_it(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        decision = aside(cast, report)
        say(cast, report, "escalating")
        assess(assessment_of(report), at=clock.now())

        assert standing(report).pk != decision.verdict_id
        assert reviews(report) == [WITHDRAWN]
        assert Decision.objects.get().ended_at is None


def test_whoever_else_had_taken_it_on_is_told(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        Duty.objects.filter(assessment=assessment_of(report), duty="review_date").update(owner=cast.lund)
        aside(cast, report)

        assert Message.objects.filter(key__startswith="duty:").get().to_address == cast.lund.account.email
        assert Duty.objects.get(duty="review_date").owner_id == cast.lund.pk


def test_it_stands_again_when_something_new_speaks_for_it_and_can_be_set_aside_anew(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        aside(cast, report)
        say(cast, report, "continued_after_action")

        assert reviews(report) == [WITHDRAWN, "open"]
        assert Decision.objects.get().ended_at == standing(report).made_at
        aside(cast, report)
        assert reviews(report) == [WITHDRAWN, WITHDRAWN]


def test_what_goes_and_comes_back_for_the_old_reason_stays_set_aside(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        aside(cast, report)
        say(cast, report, "repeated", "no")
        say(cast, report, "repeated", "yes")

        assert reviews(report) == [WITHDRAWN]


def test_a_route_set_aside_stands_again_when_another_rule_sends_it_there(cast: Cast) -> None:
    report = a_report(cast.thornbury, facts={"self_harm_encouraged": "yes"})
    with asking(cast.okafor.actor()):
        decision = aside(cast, report, "routes/police_101")
        say(cast, report, "prejudice")
        assert Decision.objects.get().ended_at is None
        say(cast, report, "serious_threat")

        assert Decision.objects.get(pk=decision.pk).ended_at is not None


def test_what_is_only_possible_cannot_be_set_aside_before_it_is_known(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        assert any(route["id"] == "police_101" for route in standing(report).outcome["routes"])
        with pytest.raises(NotSetAside) as refusal:
            aside(cast, report, "routes/police_101")

    assert set(refusal.value.sentences) == {"outcome"}


def test_a_decision_is_not_changed_once_it_has_ended(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        aside(cast, report)
        say(cast, report, "continued_after_action")
        ended = Decision.objects.get()
        for field, value in (("reason", "Another"), ("ended_at", clock.now())):
            setattr(ended, field, value)
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                ended.save(update_fields=[field])


@pytest.mark.parametrize("outcome", sorted(NEVER))
def test_what_protects_a_child_cannot_be_set_aside(cast: Cast, outcome: str) -> None:
    facts = ("school_investigated", "online", "immediate_danger", "other_party_under_10", "telling_family_unsafe")
    said = {**dict.fromkeys(facts, "yes"), "family_told_outcome": "no"}
    report, actor = a_report(cast.thornbury, facts=said), cast.okafor.actor()
    with asking(actor), pytest.raises(NotSetAside) as refusal:
        set_outcome_aside(actor=actor, verdict_id=standing(report).pk, outcome=outcome, reason="Because.", at=clock.now())

    assert refusal.value.sentences == {"outcome": NEVER[outcome]}


def test_every_standing_prohibition_protects_and_so_do_danger_courts_and_age() -> None:
    prohibitions = {path.partition("/")[2] for path in NEVER if path.startswith("prohibitions/")}
    beside = {"treat_under_10_as_suspect", "tell_barred_person", "send_family_to_police_instead"}
    assert prohibitions == load_rulebook("dorset").vocabulary.standing | beside
    assert {path for path in NEVER if not path.startswith("prohibitions/")} == {
        "routes/emergency_999",
        "duties/check_safety_now",
        "duties/tell_target_family_outcome",
    }


def test_a_reason_is_needed_and_the_outcome_must_be_one_of_the_verdicts(cast: Cast) -> None:
    report, actor = a_report(cast.thornbury), cast.okafor.actor()
    with asking(actor), pytest.raises(NotSetAside) as refusal:
        set_outcome_aside(actor=actor, verdict_id=standing(report).pk, outcome="routes/nowhere", reason=" ", at=clock.now())

    assert set(refusal.value.sentences) == {"outcome", "reason"}


@pytest.mark.parametrize("name", ["adeyemi", "hale", "vance", "marsh", "flint"])
def test_who_may_not_decide_confirms_nothing_and_sets_nothing_aside(cast: Cast, name: str) -> None:
    report, actor = a_report(cast.thornbury), getattr(cast, name).actor()
    with asking(cast.okafor.actor()):
        verdict = standing(report)
    with asking(actor):
        with pytest.raises(NotPermitted):
            confirm_verdict(actor=actor, verdict_id=verdict.pk, at=clock.now())
        with pytest.raises(NotPermitted):
            set_outcome_aside(actor=actor, verdict_id=verdict.pk, outcome=REVIEW, reason="Because.", at=clock.now())
