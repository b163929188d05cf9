"""tests/tables/triage.csv: cases that a person from the field can read, and exactly what follows from each."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.rules import naive
from tests.rules.reading import DORSET, ENGLAND, VIGNETTES, everything, required
from tests.rules.table import DUTIES, PROHIBITIONS, TABLE, Row, current, facts_of, outcomes_of, required_of, rows
from upstander.rules import Rulebook, triage
from upstander.rules.conditions import facts_in

ROWS = rows()
PLAIN = naive.read()
TERMS = PLAIN["terms"]
GIVEN = {kind: list(DORSET.vocabulary.of(kind)) for kind in ("route", "duty", "prohibition")}


def name_of(row: Row) -> str:
    return f"{row['row']} {row['what happened'][:60]}"


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_a_row_gets_exactly_what_the_table_says(row: Row) -> None:
    assert {**row, **outcomes_of(triage(DORSET, facts_of(row)))} == row


def test_the_table_is_written_as_it_should_be() -> None:
    """If this fails: python -m tests.rules.table, and read the difference."""
    assert TABLE.read_text("utf-8") == current()


def test_all_vignettes_and_generated_cases_are_among_the_rows() -> None:
    assert Counter(row["row"][0] for row in ROWS)["G"] == 60
    assert {row["row"]: facts_of(row) for row in ROWS if row["row"][0] == "V"} == {
        each["id"]: each["facts"] for each in VIGNETTES
    }


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_a_plain_evaluator_agrees(row: Row) -> None:
    """What a row requires is what all its completions have in common: all no, all yes, and each fact yes by itself.

    Where they have more in common than it requires, the plain evaluator tries every completion of the facts that matter to it.
    """
    facts = facts_of(row)
    ever = [_following(world) for world in _some_completions(facts)]
    common = set.intersection(*ever) - PLAIN["until_known"].keys()
    required_here = required_of(row) - PLAIN["until_known"].keys()

    assert required_here <= common
    assert set.union(*ever) & set(GIVEN["route"]) <= {*row["routes"].split(), *row["routes that may follow"].split()}
    for outcome in common - required_here:
        assert (
            outcome not in naive.statuses(_only(outcome), facts) or naive.statuses(_only(outcome), facts)[outcome] == "possible"
        )


def _some_completions(facts: dict[str, str]) -> list[dict[str, bool]]:
    known = {fact: answer == "yes" for fact, answer in facts.items()}
    unknown = [fact for fact in DORSET.facts if fact not in known]
    ways = [set(), set(unknown), *({fact} for fact in unknown), *(set(unknown) - {fact} for fact in unknown)]
    return [world for way in ways if _can_be(world := known | {fact: fact in way for fact in unknown}, known)]


def _can_be(world: dict[str, bool], known: dict[str, bool]) -> bool:
    return any(True for _ in naive.completions(PLAIN, world, ())) and all(
        any(world[fact] is not (answer == "yes") for fact, answer in pair["never_together"].items())
        or all(fact in known for fact in pair["never_together"])
        for pair in PLAIN["exclusions"]
    )


def _following(world: dict[str, bool]) -> set[str]:
    fired = [rule for rule in PLAIN["rules"] if naive.holds(rule["when"], world, TERMS)]
    return {outcome for rule in fired for outcome in naive.outcomes_of(rule)}


def _only(outcome: str) -> dict[str, object]:
    return {**PLAIN, "rules": [rule for rule in PLAIN["rules"] if outcome in naive.outcomes_of(rule)]}


@pytest.mark.parametrize("rulebook", [DORSET, ENGLAND], ids=["dorset", "england"])
def test_every_rule_fires_for_certain_in_some_row(rulebook: Rulebook) -> None:
    verdicts = [triage(rulebook, facts_of(row)) for row in ROWS]
    fired = {reason.rule for it in verdicts for each in everything(it) for reason in each.because if not reason.missing}

    assert {rule.id for rule in rulebook.rules} == fired


@pytest.mark.parametrize("rulebook", [DORSET, ENGLAND], ids=["dorset", "england"])
def test_every_outcome_is_required_in_some_row_or_left_out_by_name(rulebook: Rulebook) -> None:
    reached = {id for row in ROWS for id in required(everything(triage(rulebook, facts_of(row))))}

    assert reached | rulebook.leaves_out == {id for outcomes in GIVEN.values() for id in outcomes}
    assert not reached & rulebook.leaves_out


def test_every_fact_is_used_by_some_rule_and_answered_yes_in_some_row() -> None:
    named = {fact for row in ROWS for fact in row["answered yes"].split()}

    assert {fact for rule in DORSET.rules for fact in facts_in(rule.when)} == set(DORSET.facts) == named


def test_a_row_says_what_is_required_in_words_of_the_contract() -> None:
    for row in ROWS:
        words = {
            *row["routes"].split(),
            *row[PROHIBITIONS].split(),
            *(each.split()[0] for each in row[DUTIES].split(";") if each),
        }
        assert words <= {id for outcomes in GIVEN.values() for id in outcomes}
