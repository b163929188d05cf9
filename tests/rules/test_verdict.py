"""What a verdict says besides the outcomes: reasons, questions, time limits and contradictions."""

from __future__ import annotations

import pytest

from tests.rules.reading import DORSET, VIGNETTES, everything, required, status
from upstander.rules import BadFacts, Outcome, Verdict, triage
from upstander.rules.sources import describe

ALL_NO = dict.fromkeys(DORSET.facts, "no")


def outcome(verdict: Verdict, id: str) -> Outcome:
    return next(each for each in everything(verdict) if each.id == id)


def test_the_json_has_exactly_the_shape_of_the_contract() -> None:
    shown = triage(DORSET, {"immediate_danger": "no", "serious_threat": "yes", "online": "yes"}).to_json()

    assert list(shown) == ["rulebook", "routes", "duties", "prohibitions", "ask"]
    assert list(shown["rulebook"]) == ["id", "version", "fingerprint"]
    assert shown["rulebook"]["fingerprint"].startswith("sha256:")
    assert shown["routes"][0] == {
        "id": "police_101",
        "status": "required",
        "because": [
            {
                "rule": "serious-threat",
                "text": "A serious threat to kill or to hurt someone is for police officers to investigate, whoever made it.",
                "source": ["ssct:S30", "dfe:D8", "dsl:K18"],
                "facts": {"serious_threat": "yes"},
            }
        ],
    }
    duty = next(duty for duty in shown["duties"] if duty["id"] == "report_to_police")
    assert list(duty) == ["id", "actor", "due", "status", "because"]
    assert (duty["actor"], duty["due"]) == ("school", "at_once")
    asked = next(duty for duty in shown["duties"] if duty["id"] == "ask_face_to_face_element")
    assert asked["until_known"] == "face_to_face"
    assert list(shown["ask"][0]) == ["fact", "question", "by", "could_change"]


def test_routes_come_in_order_of_seriousness() -> None:
    routes = [route.id for route in triage(DORSET, {}).routes]

    assert routes[:5] == ["emergency_999", "police_101", "childrens_social_care", "lado", "school"]


def test_a_possible_outcome_names_what_is_missing() -> None:
    verdict = triage(DORSET, ALL_NO | {"intimate_image_of_child": "yes", "coercion_or_blackmail": "unknown"})

    assert status(verdict, "police_101") == "possible"
    assert ("coercion_or_blackmail",) in [reason.missing for reason in outcome(verdict, "police_101").because]


def test_every_reason_of_a_possible_outcome_names_a_missing_fact() -> None:
    for vignette in VIGNETTES:
        for each in everything(triage(DORSET, vignette["facts"])):
            assert all(bool(reason.missing) == (each.status == "possible") for reason in each.because)


def test_a_reason_says_which_answers_it_rests_on() -> None:
    verdict = triage(DORSET, {"online": "yes", "other_party_identified": "no", "repeated": "yes"})

    [reason] = outcome(verdict, "platform").because
    assert reason.facts == {"online": "yes", "other_party_identified": "no"}


def test_a_standing_prohibition_says_first_what_makes_it_matter_here() -> None:
    plain = outcome(triage(DORSET, ALL_NO), "handle_intimate_image")
    mattering = outcome(triage(DORSET, {"intimate_image_of_child": "yes"}), "handle_intimate_image")

    assert [reason.facts for reason in plain.because] == [{}]
    assert [reason.facts for reason in mattering.because] == [{"intimate_image_of_child": "yes"}, {}]


def test_the_soonest_time_limit_counts() -> None:
    assert outcome(triage(DORSET, ALL_NO), "inform_dsl").due == "same_day"
    assert outcome(triage(DORSET, ALL_NO | {"intimate_image_of_child": "yes"}), "inform_dsl").due == "at_once"


def test_answers_that_exclude_each_other_are_pointed_out_and_taken_as_given() -> None:
    verdict = triage(DORSET, {"parental_permission": "yes", "permission_refused": "yes"})

    assert verdict.to_json()["contradictions"] == [
        {
            "facts": {"parental_permission": "yes", "permission_refused": "yes"},
            "text": "A permission on record that is valid has not been refused.",
        }
    ]
    assert status(verdict, "ssct_conversation") == "left out"


def test_an_exclusion_settles_the_other_answer() -> None:
    case = ALL_NO | {"sanction_tried": "yes", "continued_after_action": "yes", "parental_permission": "yes"}
    verdict = triage(DORSET, case | {"permission_refused": "unknown"})

    assert status(verdict, "ssct_conversation") == "required"
    assert "permission_refused" not in [question.fact for question in verdict.ask]


def test_nothing_is_asked_when_everything_is_known() -> None:
    assert triage(DORSET, ALL_NO).ask == ()


def test_what_could_change_the_most_serious_outcome_is_asked_first() -> None:
    asked = triage(DORSET, {}).ask

    assert (asked[0].fact, asked[0].could_change[0]) == ("immediate_danger", "emergency_999")
    assert asked[1].could_change[0] == "police_101"
    assert "found_bullying" not in [question.fact for question in asked]


def test_the_finding_is_asked_about_once_it_was_looked_into() -> None:
    assert "found_bullying" in [question.fact for question in triage(DORSET, {"school_investigated": "yes"}).ask]


def test_the_element_not_asked_about_yet_is_a_question() -> None:
    asked = {
        question.fact: question.could_change
        for question in triage(DORSET, ALL_NO | {"online": "yes", "face_to_face": "unknown"}).ask
    }

    assert asked == {"face_to_face": ("ask_face_to_face_element",)}


def test_following_the_questions_ends_and_settles_everything() -> None:
    for vignette in VIGNETTES[::6]:
        facts = dict(vignette["facts"])
        while asked := triage(DORSET, facts).ask:
            assert facts.get(asked[0].fact, "unknown") == "unknown"
            facts[asked[0].fact] = "no"
        assert all(each.status == "required" for each in everything(triage(DORSET, facts)))


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"onlin": "yes"}, '"onlin": unknown fact; did you mean "online"?'),
        ({"weather": "yes"}, '"weather": unknown fact; expected one of the facts of vocabulary/facts.toml'),
        ({"online": "maybe"}, '"online": expected "yes", "no" or "unknown", not "maybe"'),
        ({"online": True}, '"online": expected "yes", "no" or "unknown", not true'),
        ({"online": None}, '"online": expected "yes", "no" or "unknown", not null'),
        ({"online": ["yes"]}, '"online": expected "yes", "no" or "unknown", not ["yes"]'),
        ({"a\nb": "yes"}, '"a\\nb": unknown fact'),
        ({"x" * 500: "yes"}, "unknown fact"),
        (["online"], '"facts": expected an object of facts and answers, not ["online"]'),
        (None, '"facts": expected an object of facts and answers, not null'),
    ],
)
def test_bad_facts_are_refused_in_one_sentence(facts: object, says: str) -> None:
    with pytest.raises(BadFacts) as refused:
        triage(DORSET, facts)  # type: ignore[arg-type]  # that is the test

    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 200


def test_every_source_of_every_rule_is_described() -> None:
    for rule in DORSET.rules:
        for key in rule.sources:
            source = describe(key)
            assert source.document
            assert source.edition
            assert source.how_sure in ("r", "r2", "m")


def test_every_outcome_has_its_words() -> None:
    for each in everything(triage(DORSET, {})):
        assert DORSET.outcome_text(each.kind, each.id)
    assert DORSET.outcome_text("routes", "school") == DORSET.outcome_text("route", "school") == "The school deals with it"


def test_a_required_route_is_never_possible_too() -> None:
    verdict = triage(DORSET, {"immediate_danger": "yes"})

    assert required(verdict.routes) == {"emergency_999", "school"}
