"""tests/tables/triage.csv: cases that a person from the field can read, and exactly what Dorset's rulebook makes of each.

Rows W are written by hand, V are the sixty vignettes, G are generated (always the same). What happened and what is answered
stands as it is written; `python -m tests.rules.table` writes the rest again, and its difference is to be read by a person.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from tests.rules.reading import DORSET, VIGNETTES
from upstander.rules import Outcome, Verdict, triage

TABLE = Path(__file__).parents[1] / "tables" / "triage.csv"
DUTIES = "duties and by when, besides those of every case (the school's where nobody is named)"
PROHIBITIONS = "prohibitions besides those of every case"
COLUMNS = (
    "row",
    "what happened",
    "answered yes",
    "answered no",
    "the rest",
    "routes",
    DUTIES,
    PROHIBITIONS,
    "routes that may follow",
)
IN_EVERY_CASE = {"check_safety_now": "at_once", "inform_dsl": "same_day", "record_decision_and_reasons": "same_day"}
FORBIDDEN_IN_EVERY_CASE = {"send_family_to_police_instead", *DORSET.vocabulary.standing}
GIVEN = COLUMNS[:5]
Row = dict[str, str]
SCENES = ("online", "face_to_face", "other_party_identified", "other_party_pupil_here", "school_told", "repeated")


def rows() -> list[Row]:
    return list(csv.DictReader(TABLE.read_text("utf-8").splitlines()))


def facts_of(row: Row) -> dict[str, str]:
    """The facts of a row; those that it leaves unknown are left out."""
    rest = {} if row["the rest"] == "unknown" else dict.fromkeys(DORSET.facts, row["the rest"])
    return rest | dict.fromkeys(row["answered no"].split(), "no") | dict.fromkeys(row["answered yes"].split(), "yes")


def outcomes_of(verdict: Verdict) -> Row:
    """The cells that say what follows."""
    duties = {duty.id: _due(duty) for duty in verdict.duties if duty.status == "required"}
    prohibitions = [it.id for it in verdict.prohibitions if it.status == "required"]
    return {
        "routes": " ".join(route.id for route in verdict.routes if route.status == "required"),
        DUTIES: "; ".join(f"{duty} {due}" for duty, due in duties.items() if IN_EVERY_CASE.get(duty) != due),
        PROHIBITIONS: " ".join(it for it in prohibitions if it not in FORBIDDEN_IN_EVERY_CASE),
        "routes that may follow": " ".join(route.id for route in verdict.routes if route.status == "possible"),
    }


def _due(duty: Outcome) -> str:
    return f"{duty.due}{'' if duty.actor == 'school' else f' by {duty.actor}'}"


def current() -> str:
    """The table as it should stand."""
    kept = [row for row in rows() if row["row"][0] == "W"]
    written = [{**{cell: row[cell] for cell in GIVEN}, "row": f"W{number:02}"} for number, row in enumerate(kept, start=1)]
    shown = io.StringIO()
    writer = csv.DictWriter(shown, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in (*written, *vignettes(), *generated()):
        writer.writerow({**row, **outcomes_of(triage(DORSET, facts_of(row)))})
    return shown.getvalue()


def vignettes() -> Iterator[Row]:
    for vignette in VIGNETTES:
        yield _row(vignette["id"], vignette["narrative"], vignette["facts"], "unknown")


def generated() -> Iterator[Row]:
    """Few facts each, and of those drawn the ones that bring most facts together for the first time. No rule has a say in it."""
    dice = random.Random(2026)
    met: set[frozenset[str]] = set()
    for number in range(1, 61):
        rest = "unknown" if number % 4 == 0 else "no"
        facts = max((_draw(dice, rest) for _ in range(40)), key=lambda facts: len(_pairs(facts) - met))
        met |= _pairs(facts)
        words = [fact.replace("_", " ") for fact, answer in facts.items() if answer == "yes"]
        nots = [f"not {fact.replace('_', ' ')}" for fact, answer in facts.items() if answer == "no"]
        happened = f"Drawn: {', '.join([*words, *nots])}{'; nothing else is known' if rest == 'unknown' else ''}"
        yield _row(f"G{number:02}", happened, facts, rest)


def _draw(dice: random.Random, rest: str) -> dict[str, str]:
    """Two facts of any kind, and where and by whom; where the rest is unknown, some of them answered no."""
    named = {*dice.sample(list(DORSET.facts), 2 if rest == "no" else 3), *dice.sample(SCENES, 2)}
    facts = {fact: "yes" for fact in DORSET.facts if fact in named}
    if rest == "unknown":
        facts |= {fact: "no" for fact in dice.sample(list(facts), 2)}
    if facts.get("found_bullying"):
        facts |= {"school_investigated": "yes"}
    return facts


def _pairs(facts: dict[str, str]) -> set[frozenset[str]]:
    return {frozenset(pair) for pair in combinations(facts, 2)}


def _row(id: str, happened: str, facts: dict[str, str], rest: str) -> Row:
    yes, no = (" ".join(fact for fact, answer in facts.items() if answer == it) for it in ("yes", "no"))
    return {"row": id, "what happened": happened, "answered yes": yes, "answered no": no, "the rest": rest}


def required_of(row: Row) -> set[str]:
    """Everything that the row says is required."""
    duties = {each.split()[0] for each in row[DUTIES].split(";") if each}
    named = {*row["routes"].split(), *duties, *row[PROHIBITIONS].split()}
    return named | FORBIDDEN_IN_EVERY_CASE | IN_EVERY_CASE.keys()


if __name__ == "__main__":
    TABLE.write_text(current(), "utf-8")
