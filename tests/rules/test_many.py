"""Very many cases at once stand as each would by itself."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.reading import DORSET, ENGLAND, VIGNETTES, statuses
from upstander.rules import BadFacts, Rulebook, triage
from upstander.rules.many import triage_many

FACTS = list(DORSET.facts)
# Answers that exclude each other, and one that says nothing yet, come often.
TANGLED = ["parental_permission", "permission_refused", "found_bullying", "school_investigated", "online", "face_to_face"]
some_facts = st.dictionaries(
    st.one_of(st.sampled_from(FACTS), st.sampled_from(TANGLED)), st.sampled_from(["yes", "no", "unknown"])
)


@given(st.lists(some_facts, min_size=1, max_size=12), st.integers(1, 5), st.sampled_from([DORSET, ENGLAND]))
@settings(max_examples=60, deadline=None)
def test_each_case_stands_as_it_would_by_itself(cases: list[dict[str, str]], at_once: int, rulebook: Rulebook) -> None:
    blocks = list(triage_many(rulebook, cases, at_once))

    found = [block.statuses(place) for block in blocks for place in range(block.count)]
    assert found == [statuses(triage(rulebook, case)) for case in cases]


def test_the_vignettes_stand_as_they_would_by_themselves() -> None:
    [block] = triage_many(DORSET, (vignette["facts"] for vignette in VIGNETTES))

    for place, vignette in enumerate(VIGNETTES):
        assert block.statuses(place) == statuses(triage(DORSET, vignette["facts"]))


def test_nothing_gives_nothing() -> None:
    assert list(triage_many(DORSET, [])) == []


@pytest.mark.parametrize(
    "facts", [{"no_such_fact": "yes"}, {"online": "maybe"}, {"online": True}, {"online": ["yes"]}, ["online"]]
)
def test_facts_that_cannot_be_triaged_are_refused(facts: object) -> None:
    with pytest.raises(BadFacts):
        list(triage_many(DORSET, [{}, facts]))  # type: ignore[list-item]
