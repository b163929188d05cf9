"""`ask` names few questions: the most serious outcome first, then what can be answered now, then what settles most."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.rules.reading import DORSET, VIGNETTES
from upstander.rules import Verdict, triage

FACTS = list(DORSET.facts)
Known = Mapping[str, str]


def questions(facts: Known, known: Known, following: Callable[[Verdict, Known], str]) -> int:
    """How many questions it takes until no answer would change anything; what a vignette does not say is answered no."""
    answers, count = dict(known), 0
    while (verdict := triage(DORSET, answers)).ask:
        fact = following(verdict, answers)
        answers[fact] = facts.get(fact, "no")
        count += 1
    return count


def along_ask(verdict: Verdict, _: Known) -> str:
    return verdict.ask[0].fact


def in_file_order(_: Verdict, answers: Known) -> str:
    return next(fact for fact in FACTS if fact not in answers)


def mean(following: Callable[[Verdict, Known], str]) -> float:
    return sum(questions(vignette["facts"], vignette["facts"], following) for vignette in VIGNETTES) / len(VIGNETTES)


def test_along_ask_takes_at_most_three_quarters_of_asking_in_file_order() -> None:
    """From what the reporter's words settle, which is when triage is first asked what to ask."""
    assert mean(along_ask) <= 0.75 * mean(in_file_order)


def test_from_nothing_known_it_takes_hardly_more_than_any_order_must() -> None:
    """Most facts could each change something whatever the others are, so every order asks about them: three quarters of all."""
    some = VIGNETTES[::6]
    must = sum(_cannot_be_spared(vignette) for vignette in some)

    assert sum(questions(vignette["facts"], {}, along_ask) for vignette in some) <= 1.1 * must


def _cannot_be_spared(vignette: Mapping[str, Any]) -> int:
    truth = {fact: vignette["facts"].get(fact, "no") for fact in FACTS}
    return sum(1 for fact in FACTS if triage(DORSET, {key: truth[key] for key in FACTS if key != fact}).ask)


@pytest.mark.parametrize("asking", ["reporter", "school", "force"])
def test_what_can_be_answered_now_comes_before_what_is_as_serious(asking: str) -> None:
    for vignette in VIGNETTES[::4]:
        verdict = triage(DORSET, vignette["facts"], asking)
        asked = [(question.could_change[0], asking not in question.by) for question in verdict.ask]
        of_one = {first: [later for each, later in asked if each == first] for first, _ in asked}
        assert all(laters == sorted(laters) for laters in of_one.values())


def test_who_is_asked_changes_nothing_but_the_order() -> None:
    nobody, force = (triage(DORSET, VIGNETTES[0]["facts"], asking) for asking in (None, "force"))

    assert force.ask != nobody.ask
    assert set(force.ask) == set(nobody.ask)
    assert {**force.to_json(), "ask": []} == {**nobody.to_json(), "ask": []}


def test_of_what_is_as_serious_what_a_no_settles_most_of_comes_first() -> None:
    """Nobody went to the police: the enquiry, and all that the safer-schools team would do, are settled at once."""
    asked = [
        question.fact for question in triage(DORSET, dict.fromkeys(FACTS[:39], "no")).ask if _changes("ssct_enquiry", question)
    ]

    assert asked[0] == "family_went_to_police"


def _changes(outcome: str, question: Any) -> bool:
    return bool(question.could_change[0] == outcome)
