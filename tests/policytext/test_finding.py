"""Which statements a policy makes, makes partly, only refers to, contradicts or leaves out."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from benchmarks.policy import at_its_best, checker, figures, labels_right, ranked_by_bm25, ranked_by_keywords
from tests.policytext.labels import LABELS, READABLE, sample
from upstander.policytext.finding import Finding, find_statements
from upstander.policytext.opening import read_bytes
from upstander.policytext.statements import load_requirements

TRUTH = {(name, id): label for name in READABLE for id, label in LABELS["files"][name]["statements"].items()}


def finding(id: str, text: str) -> Finding:
    findings = find_statements(read_bytes(text.encode()), load_requirements())
    return next(it for it in findings if it.statement.id == id)


# Sentences written for this test; none is from the samples.
with (Path(__file__).parents[1] / "tables" / "policy.csv").open(encoding="utf-8", newline="") as table:
    SAID = [(row["statement"], row["state"], row["policy"]) for row in csv.DictReader(table)]


@pytest.mark.parametrize(("id", "state", "text"), SAID, ids=[f"{id}-{state}" for id, state, _ in SAID])
def test_what_is_said_is_told_from_what_only_sounds_like_it(id: str, state: str, text: str) -> None:
    found = finding(id, text)
    assert found.state == state, [(it.passage.text, it.why) for it in (*found.passages, *found.against)]


def test_what_contradicts_a_statement_is_never_given_as_making_it() -> None:
    found = finding("investigate_off_premises", "We do not deal with what happens outside school.")
    assert found.passages == ()
    assert "does not deal with what happens away from it" in found.against[0].why


def test_where_it_is_said_and_denied_both_are_shown() -> None:
    text = "Bullying at the weekend is investigated.\n\nHolidays\n\nWe cannot deal with what happens outside school."
    found = finding("investigate_off_premises", text)
    assert (found.state, len(found.passages), len(found.against)) == ("partly", 1, 1)


def test_what_is_lacking_is_named() -> None:
    assert finding("definition_of_bullying", "Bullying is when someone is hurt on purpose, again and again.").lacking == (
        "the imbalance of power",
    )


def test_why_quotes_the_words_that_made_it_be_found() -> None:
    why = finding("recording", "Every case of bullying is logged with its outcome.").passages[0].why
    assert "“logged”" in why
    assert "“outcome”" in why


@pytest.mark.parametrize("text", ["a", "1", "- ", "Bullying", "é" * 5000, "word " * 5000, "; : ; :"])
def test_odd_texts_do_no_harm(text: str) -> None:
    find_statements(read_bytes(f"{text}\n\nx".encode()), load_requirements())


@pytest.mark.xdist_group("samples")
def test_the_samples_are_found_well_above_what_words_alone_would_find() -> None:
    documents = {name: sample(name) for name in READABLE}
    given, findings = checker(documents)
    ours = figures(given, TRUTH)
    assert ours.precision >= 0.75
    assert ours.recall >= 0.75
    assert ours.first >= 0.85
    assert ours.quiet >= 0.9
    right, of = labels_right(findings, TRUTH)["contradicted"]
    assert right == of
    for ranked in (ranked_by_bm25(documents), ranked_by_keywords(documents)):
        alone = at_its_best(ranked, TRUTH)
        assert ours.precision > alone.precision + 0.2
        assert ours.first > alone.first + 0.2
