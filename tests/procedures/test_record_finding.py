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
from upstander.procedures.finding.record_finding import Criterion, NotAFinding, Review, record_finding
from upstander.records.access.asking import asking
from upstander.records.assessments.assessing import known_facts
from upstander.records.assessments.models import Duty, Verdict
from upstander.records.cases.models import CaseIsClosed, CaseState, Family
from upstander.records.disclosures.chronology import happened
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
            review=Review(given.get("asked_for_by", "family"), given.get("changed", "A second export was shown.")),
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


class TestAReview:
    def test_it_says_who_asked_and_what_is_different_and_both_are_kept(self, cast: Cast) -> None:
        situation = arise(cast)
        first = find(cast, situation, outcome="not_established")

        review = find(cast, situation, asked_for_by="complaint", changed="The export was read again.")

        assert (review.supersedes_id, review.asked_for_by, review.changed) == (
            first.pk,
            "complaint",
            "The export was read again.",
        )
        with asking(cast.okafor.actor()):
            first.refresh_from_db()
            titles = [(it.what, it.about) for it in happened(situation.case) if it.kind == "finding"]
        assert (first.superseded_at, first.changed, first.reasons) == (LATER, "", "Sam wrote it on twelve days.")
        assert sorted(titles) == [("bullying", "complaint"), ("not_established", "")]

    @pytest.mark.parametrize(
        ("given", "field"),
        [({"asked_for_by": ""}, "asked_for_by"), ({"changed": " "}, "changed"), ({"changed": "x" * 10_001}, "changed")],
    )
    def test_nothing_is_superseded_without_saying_why(self, cast: Cast, given: dict[str, str], field: str) -> None:
        situation = arise(cast)
        first = find(cast, situation)

        with pytest.raises(NotAFinding) as refused:
            find(cast, situation, **given)

        assert set(refused.value.sentences) == {field}
        with asking(cast.okafor.actor()):
            assert Finding.objects.get(superseded_at=None).pk == first.pk

    def test_a_first_finding_is_no_review(self, cast: Cast) -> None:
        finding = find(cast, arise(cast))
        assert (finding.supersedes_id, finding.asked_for_by, finding.changed) == (None, "", "")

    @pytest.mark.parametrize(
        ("given", "waits"),
        [({"outcome": "not_established"}, True), ({"power": "unknown"}, True), ({"reasons": "Said better."}, False)],
    )
    def test_families_who_were_told_otherwise_wait_to_be_told_anew(self, cast: Cast, given: dict[str, str], waits: bool) -> None:
        situation = arise(cast)
        find(cast, situation)
        with asking(cast.okafor.actor()):
            Family.objects.filter(pk=situation.robins_family.pk).update(told_at=AT)
            why = {"not_told_at": AT, "not_told_by": cast.okafor, "not_told_reason": "A court order."}
            Family.objects.filter(pk=situation.sams_family.pk).update(**why)

        find(cast, situation, **given)

        with asking(cast.okafor.actor()):
            assert Family.objects.waiting().filter(pk=situation.robins_family.pk).exists() is waits
            assert not Family.objects.waiting().filter(pk=situation.sams_family.pk).exists()


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
