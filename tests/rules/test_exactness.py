"""The answer is exact: required in every completion, possible in some, and left out in none."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules import naive
from tests.rules.reading import DORSET, ENGLAND, VIGNETTES, statuses
from upstander.rules import triage

PLAIN = naive.read()
PLAIN_ENGLAND = naive.read("england")
FACTS = list(DORSET.facts)
TERMS = PLAIN["terms"]
FACTS_OF_RULES = [sorted(set(naive.facts_of(rule["when"], TERMS))) for rule in PLAIN["rules"]]


@st.composite
def facts_with_few_unknown(draw: st.DrawFn) -> dict[str, str]:
    """Every fact answered but a few, most of which matter to one and the same rule."""
    of_one_rule = draw(st.sampled_from([facts for facts in FACTS_OF_RULES if facts]))
    unknown = draw(st.lists(st.sampled_from(of_one_rule), max_size=7, unique=True))
    unknown += draw(st.lists(st.sampled_from(FACTS), max_size=3, unique=True))
    mostly_no = st.sampled_from(["no", "no", "no", "yes"])
    return {fact: draw(mostly_no) for fact in FACTS if fact not in unknown}


@given(facts_with_few_unknown())
@settings(max_examples=80, deadline=None)
def test_triage_agrees_with_trying_every_completion(facts: dict[str, str]) -> None:
    assert statuses(triage(DORSET, facts)) == naive.statuses(PLAIN, facts)
    assert statuses(triage(ENGLAND, facts)) == naive.statuses(PLAIN_ENGLAND, facts)


@pytest.mark.parametrize("vignette", VIGNETTES[::6], ids=lambda vignette: vignette["id"])
def test_triage_agrees_with_trying_every_completion_of_a_vignette(vignette: dict[str, Any]) -> None:
    unanswered = [fact for fact in FACTS if fact not in vignette["facts"]]
    facts = vignette["facts"] | dict.fromkeys(unanswered[:-8], "no")

    assert statuses(triage(DORSET, facts)) == naive.statuses(PLAIN, facts)


any_facts = st.dictionaries(st.sampled_from(FACTS), st.sampled_from(["yes", "no", "unknown"]))
CONSTRAINED = {"parental_permission", "permission_refused", "school_investigated", "found_bullying", "online", "face_to_face"}


@given(any_facts, st.sampled_from([fact for fact in FACTS if fact not in CONSTRAINED]))
@settings(max_examples=80, deadline=None)
def test_an_unknown_fact_gives_what_both_answers_agree_on(facts: dict[str, str], fact: str) -> None:
    unknown = statuses(triage(DORSET, facts | {fact: "unknown"}))
    yes = statuses(triage(DORSET, facts | {fact: "yes"}))
    no = statuses(triage(DORSET, facts | {fact: "no"}))

    for outcome in {*yes, *no, *unknown}:
        both = {yes.get(outcome, "left out"), no.get(outcome, "left out")}
        assert unknown.get(outcome, "left out") == (both.pop() if len(both) == 1 else "possible")


@given(any_facts)
@settings(max_examples=50, deadline=None)
def test_absent_and_unknown_are_the_same(facts: dict[str, str]) -> None:
    answered = {fact: answer for fact, answer in facts.items() if answer != "unknown"}

    assert triage(DORSET, facts).to_json() == triage(DORSET, answered).to_json()


@given(any_facts, st.sampled_from(["no", "unknown"]), st.sampled_from(["yes", "no"]))
@settings(max_examples=50, deadline=None)
def test_the_finding_says_nothing_until_it_was_looked_into(facts: dict[str, str], looked_into: str, finding: str) -> None:
    facts |= {"school_investigated": looked_into}

    with_finding = triage(DORSET, facts | {"found_bullying": finding}).to_json()
    without = triage(DORSET, facts | {"found_bullying": "unknown"}).to_json()

    with_finding.pop("contradictions", None)
    without.pop("contradictions", None)
    assert with_finding == without
