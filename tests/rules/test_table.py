"""tests/tables/triage.csv: cases that a person from the field can read, and exactly what follows from each."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.rules.reading import DORSET, VIGNETTES, everything, required
from upstander.rules import Verdict, triage

TABLE = Path(__file__).parents[1] / "tables" / "triage.csv"
ROWS = list(csv.DictReader(TABLE.read_text("utf-8").splitlines()))
DUE_IN_EVERY_CASE = {"check_safety_now": "at_once", "inform_dsl": "same_day", "record_decision_and_reasons": "same_day"}
FORBIDDEN_IN_EVERY_CASE = {"send_family_to_police_instead", *DORSET.vocabulary.standing}


def verdict_of(row: dict[str, str]) -> Verdict:
    facts = dict.fromkeys(DORSET.facts, row["the rest"])
    facts |= dict.fromkeys(row["answered no"].split(), "no") | dict.fromkeys(row["answered yes"].split(), "yes")
    return triage(DORSET, facts)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["what happened"])
def test_a_row_gets_exactly_what_the_table_says(row: dict[str, str]) -> None:
    verdict = verdict_of(row)

    assert required(verdict.routes) == set(row["routes"].split())
    due = {duty.id: duty.due for duty in verdict.duties if duty.status == "required"}
    assert due == DUE_IN_EVERY_CASE | _duties(row["duties and by when, besides those of every case"])
    forbidden = set(row["prohibitions besides those of every case"].split())
    assert required(verdict.prohibitions) == FORBIDDEN_IN_EVERY_CASE | forbidden


def _duties(cell: str) -> dict[str, str]:
    return dict(each.split() for each in cell.split(";") if each)


def test_every_rule_gives_something_in_some_row_or_vignette() -> None:
    verdicts = [*(verdict_of(row) for row in ROWS), *(triage(DORSET, vignette["facts"]) for vignette in VIGNETTES)]
    fired = {reason.rule for verdict in verdicts for each in everything(verdict) for reason in each.because if not reason.missing}

    assert {rule.id for rule in DORSET.rules} == fired


def test_every_outcome_is_required_in_some_row() -> None:
    reached = {id for row in ROWS for id in required(everything(verdict_of(row)))}
    asked = {"ask_online_element", "ask_face_to_face_element"}

    assert reached | asked == {id for kind in ("route", "duty", "prohibition") for id in DORSET.vocabulary.of(kind)}


def test_every_fact_makes_a_difference_in_some_row() -> None:
    named = {fact for row in ROWS for fact in row["answered yes"].split()}

    assert set(DORSET.facts) <= named
