"""A finding rests on three criteria and reasons; it decides the case, gives the facts and tells the reporters how far it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import Error, connection, transaction

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from tests.procedures.situation import Situation, arise
from upstander.kernel.actor import reporter
from upstander.procedures.finding.record_finding import Criterion, NotAFinding, record_finding
from upstander.records.access.asking import asking
from upstander.records.assessments.assessing import known_facts
from upstander.records.assessments.models import Duty, Verdict
from upstander.records.cases.models import CaseIsClosed, CaseState
from upstander.records.intake.models import Milestone, Stage
from upstander.records.investigations.models import Finding, Outcome

LATER = AT + timedelta(days=1)


def find(cast: Cast, situation: Situation, **given: str) -> Finding:
    judged = {name: given.get(name, "yes") for name in ("hurt_meant", "repeated", "power")}
    actor = cast.okafor.actor()
    with asking(actor):
        return record_finding(
            actor=actor,
            case_id=situation.case.pk,
            outcome=given.get("outcome", "bullying"),
            criteria={name: Criterion(value, given.get(f"{name}_why", "It says so.")) for name, value in judged.items()},
            reasons=given.get("reasons", "Sam wrote it on twelve days."),
            at=LATER,
        )


@pytest.mark.parametrize(
    ("outcome", "hurt_meant", "found"),
    [(Outcome.BULLYING, "yes", "yes"), (Outcome.NOT_BULLYING, "no", "no"), (Outcome.NOT_ESTABLISHED, "unknown", None)],
)
def test_it_gives_the_facts_and_decides_the_case(cast: Cast, outcome: str, hurt_meant: str, found: str | None) -> None:
    situation = arise(cast)

    finding = find(cast, situation, outcome=outcome, hurt_meant=hurt_meant)

    with asking(cast.okafor.actor()):
        situation.case.refresh_from_db()
        facts = known_facts(situation.case.assessment)
        verdict = Verdict.objects.get(assessment=situation.case.assessment, superseded_at=None)
    assert finding.decided_by_id == cast.okafor.pk
    assert situation.case.state == CaseState.DECIDED
    assert (facts["school_investigated"], facts.get("found_bullying")) == ("yes", found)
    assert "tell_target_family_outcome" in [duty["id"] for duty in verdict.outcome["duties"]]


def test_it_does_the_duty_to_look_into_it(cast: Cast) -> None:
    situation = arise(cast)
    makers.make_duty(assessment=situation.case.assessment, duty="investigate")

    find(cast, situation)

    with asking(cast.okafor.actor()):
        duty = Duty.objects.get(duty="investigate")
    assert (duty.done_at, duty.done_by, duty.withdrawn_at) == (LATER, "Ms Okafor", None)


def test_the_reporter_learns_that_it_is_decided_and_nothing_of_what(cast: Cast) -> None:
    situation = arise(cast)

    find(cast, situation)

    who = reporter(situation.report.pk)
    with asking(who):
        assert Milestone.objects.visible_to(who).filter(stage=Stage.DECIDED, at=LATER).exists()
        assert Finding.objects.count() == 0
        assert Finding.objects.visible_to(who).count() == 0


def test_a_later_finding_supersedes_the_earlier(cast: Cast) -> None:
    situation = arise(cast)

    find(cast, situation, outcome="not_established")
    find(cast, situation)

    with asking(cast.okafor.actor()):
        assert [it.outcome for it in Finding.objects.filter(superseded_at=None)] == ["bullying"]
        assert Finding.objects.count() == 2
        assert known_facts(situation.case.assessment)["found_bullying"] == "yes"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"outcome": ""}, "outcome"),
        ({"hurt_meant": ""}, "hurt_meant"),
        ({"repeated": "maybe"}, "repeated"),
        ({"power_why": "  "}, "power_why"),
        ({"reasons": ""}, "reasons"),
        ({"reasons": "x" * 10_001}, "reasons"),
        ({"outcome": "bullying", "hurt_meant": "no"}, "outcome"),
    ],
)
def test_what_it_must_rest_on_is_asked_for(cast: Cast, given: dict[str, str], field: str) -> None:
    situation = arise(cast)

    with pytest.raises(NotAFinding) as refused:
        find(cast, situation, **given)

    assert set(refused.value.sentences) == {field}
    with asking(cast.okafor.actor()):
        assert Finding.objects.count() == 0


def test_a_closed_case_gets_no_finding(cast: Cast) -> None:
    situation = arise(cast)
    closed = makers.make_case(lead=cast.okafor, state=CaseState.CLOSED)

    with asking(cast.okafor.actor()), pytest.raises(CaseIsClosed):
        record_finding(
            actor=cast.okafor.actor(),
            case_id=closed.pk,
            outcome="bullying",
            criteria={name: Criterion("yes", "So.") for name in ("hurt_meant", "repeated", "power")},
            reasons="So.",
            at=AT,
        )
    assert situation.case.state == CaseState.OPEN


@pytest.mark.parametrize("change", ["UPDATE investigations_finding SET reasons = 'other'", "DELETE FROM investigations_finding"])
def test_a_finding_is_never_changed_or_removed(cast: Cast, change: str) -> None:
    makers.make_finding(case=arise(cast).case, by=cast.okafor)

    with asking(cast.okafor.actor()), pytest.raises(Error, match="append-only"), transaction.atomic():
        connection.cursor().execute(change)
