"""The check of free text judged against a table of attacks, and of what it is known to miss."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from upstander.records.disclosures.in_other_words import ANY, sanction_words
from upstander.records.disclosures.naming import Named, mentions
from upstander.records.investigations.models import SANCTIONS

TABLE = Path(__file__).parents[2] / "tables" / "telling_of_another_child.csv"
with TABLE.open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))
OWN = Named(name="Robin Ashdown", address="4 Vine Street, Weymouth, DT4 9ZZ")
OTHERS = (
    Named(
        name="Jess Ó Briain-Kowalska",
        other_names=("Jinx", "Red Kite"),
        accounts=("nightowl_9b (Snapchat)", "Instagram: @jess.draws"),
        address="17 Mill Lane\nWeymouth\nDT4 8QQ",
        school="Northcliff Academy",
        sanctions=frozenset({"suspension"}),
    ),
    Named(name="Alexander Petrov", sanctions=frozenset({"detention"})),
    Named(name="Robert Achterberg"),
    Named(name="Olena Shevchenko"),
    Named(name="Zoë Nowak"),
    Named(name="Dyfan Prys", other_names=("Moppet",)),
)
# What the check is asked to withstand, and words that the table says it by.
ASKED_FOR = {
    "nicknames": "nickname",
    "initials": "initial",
    "possessives": "possessive",
    "plurals": "plural",
    "look-alike letters": "Cyrillic",
    "a name in a file name": "in a file name",
    "a sanction in other words": "in other words",
    "Welsh": "mutation",
    "Polish": "Polish case",
}


@pytest.mark.parametrize("row", ROWS, ids=[row["attack"] for row in ROWS])
def test_each_attack_is_found_or_known_to_be_missed(row: dict[str, str]) -> None:
    found = mentions({row["in"]: row["text"]}, OTHERS, OWN)
    assert bool(found) is (row["found"] == "yes")
    assert row["as"] in {"", *(mention.kind for mention in found)}


@pytest.mark.parametrize("said_by", ASKED_FOR.values(), ids=ASKED_FOR)
def test_each_kind_of_attack_is_in_the_table(said_by: str) -> None:
    assert len([row for row in ROWS if row["found"] == "yes" and said_by in row["attack"]]) >= 2


def test_without_anybody_on_record_nothing_is_found() -> None:
    assert [row["text"] for row in ROWS if mentions({row["in"]: row["text"]}, (), OWN)] == []


def test_what_is_not_on_record_as_a_sanction_is_not_looked_for() -> None:
    assert (
        mentions({"why": "They were suspended."}, [Named(name="Alexander Petrov", sanctions=frozenset({"detention"}))], OWN) == []
    )


def test_words_about_the_own_child_s_sanction_may_say_what_it_is() -> None:
    texts = {"measure": "A detention on two Fridays, after school.", "why": "A detention."}
    found = mentions(texts, [Named(name="Al", sanctions=frozenset({"detention"}))], OWN, {"measure": "detention"})
    assert {mention.field for mention in found} == {"why"}


def test_every_kind_of_sanction_has_words() -> None:
    assert set(sanction_words()) == {ANY, *SANCTIONS}
