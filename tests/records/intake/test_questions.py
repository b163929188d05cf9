"""What the report asks settles what triage wants to know from a reporter, and nothing that triage does not know."""

from __future__ import annotations

from collections.abc import Iterator

from upstander.records.intake.questions import Field, questions
from upstander.records.intake.taking_facts import facts_from
from upstander.rules import load_rulebook

DERIVED = {"other_party_identified", "other_school_known", "other_party_under_10", "online"}
FROM_RECORD = {"school_told"}


def _settled(fields: tuple[Field, ...]) -> Iterator[str]:
    for field in fields:
        for option in field.options:
            yield from option.settles
        yield from _settled(field.fields)


def _asked() -> set[str]:
    return {fact for question in questions().values() for fact in _settled(question.fields)} | DERIVED | FROM_RECORD


def test_every_fact_that_a_reporter_can_answer_is_asked() -> None:
    facts = load_rulebook("dorset").facts.values()
    assert {fact.id for fact in facts if "reporter" in fact.by} <= _asked()


def test_nothing_is_settled_that_triage_does_not_know() -> None:
    assert _asked() <= set(load_rulebook("dorset").facts)


def test_the_questions_come_in_the_order_of_the_journey() -> None:
    order = ["danger", "words", "school", "people", "when", "where", "done", "images", "evidence", "reporter", "check"]
    assert list(questions()) == order


def test_a_box_left_empty_says_nothing() -> None:
    assert facts_from({"danger": {"danger": "", "risks": []}}) == {}
    assert facts_from({"danger": {"risks": ["serious_threat"]}}) == {"serious_threat": "yes"}


def test_only_none_of_these_is_a_no() -> None:
    facts = facts_from({"danger": {"danger": "no", "risks": ["none"]}})
    assert facts["immediate_danger"] == "no"
    assert facts["serious_threat"] == facts["coercion_or_blackmail"] == "no"


def test_none_of_these_does_not_clear_the_headteacher() -> None:
    assert "head_accused" not in facts_from({"done": {"so_far": ["none"]}})


def test_yes_stands_before_no() -> None:
    doing = [{"who": "nobody_knows", "name": ""}, {"who": "pupil_here", "name": "Juno", "year": "9"}]
    facts = facts_from({"people": {"doing": doing}})
    assert facts["other_party_identified"] == "yes"
    assert facts["other_party_pupil_here"] == "yes"


def test_a_year_group_says_whether_somebody_is_under_ten() -> None:
    def under_10(*years: str) -> str | None:
        return facts_from({"people": {"doing": [{"who": "pupil_here", "year": year} for year in years]}}).get(
            "other_party_under_10"
        )

    assert under_10("4") == under_10("9", "2") == "yes"
    assert under_10("6") == "no"
    assert under_10("5") is under_10("9", "not_known") is under_10("") is None


def test_the_headteacher_is_staff_and_is_known() -> None:
    facts = facts_from({"people": {"doing": [{"who": "head"}]}})
    assert facts == {"staff_accused": "yes", "head_accused": "yes", "other_party_identified": "yes"}


def test_another_school_is_known_only_when_it_is_named() -> None:
    def known(**more: str) -> str | None:
        return facts_from({"people": {"doing": [{"who": "pupil_elsewhere", **more}]}}).get("other_school_known")

    assert known(school="Saltmere Academy") == "yes"
    assert known(school_not="not_known") == "no"
    assert known() is None
