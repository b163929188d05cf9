"""What is done for a child is on record, does its duties, gives its facts, and never names another child to the family."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import Error, connection, transaction

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from tests.procedures.situation import Situation, arise
from upstander.procedures.finding.record_measure import BOTH_SIDES, NotAMeasure, record_measure
from upstander.records.access.asking import asking
from upstander.records.assessments.assessing import assess, known_facts
from upstander.records.assessments.models import Duty
from upstander.records.investigations.models import Measure


def do(cast: Cast, situation: Situation, **change: Any) -> Measure:
    given = {"child_id": situation.robin.pk, "kind": "check_ins", "words": "", "from_day": date(2026, 11, 4), **change}
    with asking(cast.lund.actor()):
        return record_measure(actor=cast.lund.actor(), case_id=situation.case.pk, at=AT, **given)


@pytest.mark.parametrize(
    ("child", "kind", "duty", "fact"),
    [
        ("robin", "support", "support_target", None),
        ("sam", "support", "support_child_displaying", None),
        ("robin", "safety_plan", "safety_plan", None),
        ("sam", "detention", "apply_policy_sanctions", "sanction_tried"),
        ("sam", "restorative", "apply_policy_sanctions", "restorative_tried"),
    ],
)
def test_it_does_its_duty_and_gives_its_fact(cast: Cast, child: str, kind: str, duty: str, fact: str | None) -> None:
    situation = arise(cast)
    makers.make_duty(assessment=situation.case.assessment, duty=duty)

    do(cast, situation, child_id=getattr(situation, child).pk, kind=kind, agreed=BOTH_SIDES)

    with asking(cast.lund.actor()):
        assert Duty.objects.get(duty=duty).done_by == "Mr Lund"
        facts = known_facts(situation.case.assessment)
    assert facts == ({fact: "yes"} if fact else {})


@pytest.mark.parametrize(
    "words", ["Sam stays away from Robin.", "The Birch boy was spoken to.", "SAM’s phone is kept.", "Told Birch, firmly."]
)
def test_words_that_name_the_other_child_are_refused(cast: Cast, words: str) -> None:
    situation = arise(cast)

    with pytest.raises(NotAMeasure) as refused:
        do(cast, situation, words=words)

    assert set(refused.value.sentences) == {"words"}
    assert "naming anybody else" in refused.value.sentences["words"]


def test_words_may_name_the_child_itself_and_a_namesake(cast: Cast) -> None:
    situation = arise(cast)
    brother = makers.make_child(organisation=cast.thornbury, name="Kit Ashdown")
    makers.make_involvement(case=situation.case, person=brother, part="saw")

    assert do(cast, situation, words="Mr Lund sees Robin Ashdown. The same sample is used.").words


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"child_id": None}, "child"),
        ({"kind": "caning"}, "kind"),
        ({"from_day": None}, "from_day"),
        ({"from_day": date(2062, 1, 1)}, "from_day"),
        ({"words": "x" * 2_001}, "words"),
    ],
)
def test_what_is_missing_is_named(cast: Cast, change: dict[str, Any], field: str) -> None:
    with pytest.raises(NotAMeasure) as refused:
        do(cast, arise(cast), **change)

    assert set(refused.value.sentences) == {field}


class TestARestorativeProcess:
    @pytest.mark.parametrize("agreed", [(), ("targeted",), ("displaying",)])
    def test_it_wants_both_sides_free_agreement(self, cast: Cast, agreed: tuple[str, ...]) -> None:
        with pytest.raises(NotAMeasure) as refused:
            do(cast, arise(cast), kind="restorative", agreed=agreed)

        assert set(refused.value.sentences) == {"agreed"}

    def test_that_they_agreed_is_on_record(self, cast: Cast) -> None:
        situation = arise(cast)
        assert do(cast, situation, kind="restorative", agreed=BOTH_SIDES).freely_agreed
        assert not do(cast, situation, agreed=BOTH_SIDES).freely_agreed

    @pytest.mark.parametrize("fact", ["serious_threat", "harassment_over_time", "coercion_or_blackmail", "sexual_harassment"])
    def test_there_is_none_where_there_is_fear_a_threat_or_a_sexual_element(self, cast: Cast, fact: str) -> None:
        situation = arise(cast)
        makers.make_facts(assessment=situation.case.assessment, facts={fact: "yes"})
        with asking(cast.okafor.actor()):
            assess(situation.case.assessment, at=AT)

        with pytest.raises(NotAMeasure, match="No joint meeting while there is fear, threat or a sexual element") as refused:
            do(cast, situation, kind="restorative", agreed=BOTH_SIDES)

        assert set(refused.value.sentences) == {"kind"}
        assert do(cast, situation, kind="support").kind == "support"


def test_a_child_of_another_case_is_refused(cast: Cast) -> None:
    stranger = makers.make_child(organisation=cast.thornbury, name="Jo Elm")

    with pytest.raises(NotAMeasure):
        do(cast, arise(cast), child_id=stranger.pk)


@pytest.mark.parametrize("change", ["UPDATE investigations_measure SET words = 'other'", "DELETE FROM investigations_measure"])
def test_a_measure_is_never_changed_or_removed(cast: Cast, change: str) -> None:
    do(cast, arise(cast))

    with asking(cast.okafor.actor()), pytest.raises(Error, match="append-only"), transaction.atomic():
        connection.cursor().execute(change)
