"""Take from the answers of a report the facts that they settle.

A box left empty says nothing: only "None of these" is a no. Where two answers differ, yes stands before no.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from upstander.records.intake.questions import GROUPS, NONE, NOT_KNOWN, Field, questions

YEARS_UNDER_10 = frozenset({"R", "1", "2", "3", "4"})  # whoever is in Year 4 turns 9 during it
YEARS_FROM_10 = frozenset({"6", "7", "8", "9", "10", "11", "12", "13"})  # in Year 5 some are 9 and some are 10
Settled = tuple[str, str]


def facts_from(answers: Mapping[str, Any]) -> dict[str, str]:
    """Every fact that the answers settle, as yes or no. What they leave open is left out."""
    facts: dict[str, str] = {}
    for fact, answer in _settled(answers):
        if facts.get(fact) != "yes":
            facts[fact] = answer
    return facts


def _settled(answers: Mapping[str, Any]) -> Iterator[Settled]:
    for question in questions().values():
        given = answers.get(question.id) or {}
        for field in question.fields:
            yield from _settled_by(field, given.get(field.name))
    yield from _settled_by_people((answers.get("people") or {}).get("doing") or [])
    if (answers.get("where") or {}).get("accounts"):
        yield "online", "yes"


def _settled_by(field: Field, given: Any) -> Iterator[Settled]:
    if field.kind in GROUPS:
        for row in given or []:
            for inner in field.fields:
                yield from _settled_by(inner, row.get(inner.name))
    elif field.kind == "checklist" and given == [NONE]:
        for option in field.options:
            yield from (() if option.not_none else ((fact, "no") for fact in option.settles))
    else:
        chosen: Iterable[str] = given if isinstance(given, list) else [given or ""]
        for value in chosen:
            option_chosen = field.option(value)
            yield from (option_chosen.settles.items() if option_chosen else ())


def _settled_by_people(doing: list[dict[str, Any]]) -> Iterator[Settled]:
    """What follows from how somebody is described, beyond the single choices."""
    for person in doing:
        if person.get("name") and person.get("who") != "nobody_knows":
            yield "other_party_identified", "yes"
        if person.get("who") == "pupil_elsewhere" and (person.get("school") or person.get("school_not") == NOT_KNOWN):
            yield "other_school_known", "yes" if person.get("school") else "no"
        if person.get("year") in YEARS_UNDER_10:
            yield "other_party_under_10", "yes"
    years = {person.get("year") for person in doing}
    if years and years <= YEARS_FROM_10:
        yield "other_party_under_10", "no"
