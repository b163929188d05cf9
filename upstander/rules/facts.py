"""The fixed words of triage: the facts it asks about and the outcomes it can give."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

RULEBOOKS = Path(__file__).resolve().parent.parent / "rulebooks"
VOCABULARY = RULEBOOKS / "vocabulary"

Kind = Literal["route", "duty", "prohibition"]
ANSWERS = ("yes", "no", "unknown")
MOST_SERIOUS = ("emergency_999", "police_101", "childrens_social_care", "lado")


class BadFacts(ValueError):
    """Facts that cannot be triaged: one sentence that names the key and what was expected."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One question that triage asks; `by` names who can usually answer it."""

    id: str
    group: str
    by: tuple[str, ...]
    question: str
    hint: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Shapes: `facts` in the order of the file; each kind of outcome in order of seriousness, then of the file."""

    facts: dict[str, Fact]
    routes: dict[str, str]
    duties: dict[str, str]
    prohibitions: dict[str, str]
    standing: frozenset[str]

    def of(self, kind: Kind) -> dict[str, str]:
        return {"route": self.routes, "duty": self.duties, "prohibition": self.prohibitions}[kind]


@cache
def load_vocabulary() -> Vocabulary:
    facts = tomllib.loads((VOCABULARY / "facts.toml").read_text("utf-8"))["fact"]
    outcomes = tomllib.loads((VOCABULARY / "outcomes.toml").read_text("utf-8"))
    routes, standing = outcomes["routes"], outcomes["prohibitions"]["standing"]
    return Vocabulary(
        facts={f["id"]: Fact(f["id"], f["group"], tuple(f["by"]), f["question"], f.get("hint", "")) for f in facts},
        routes={id: routes[id] for id in (*MOST_SERIOUS, *routes)},
        duties=outcomes["duties"],
        prohibitions=standing | outcomes["prohibitions"]["conditional"],
        standing=frozenset(standing),
    )


def check_facts(facts: object, known: Mapping[str, Fact]) -> dict[str, str]:
    """Return the facts that are answered yes or no.

    Raises: BadFacts for an unknown fact, an answer that is not one, or something that is no mapping.
    """
    if not isinstance(facts, Mapping):
        raise BadFacts(f'"facts": expected an object of facts and answers, not {shown(facts)}')
    for fact, answer in facts.items():
        if fact not in known:
            raise BadFacts(f"{shown(fact)}: unknown fact{_did_you_mean(fact, known)}")
        if not isinstance(answer, str) or answer not in ANSWERS:
            raise BadFacts(f'"{fact}": expected "yes", "no" or "unknown", not {shown(answer)}')
    return {fact: answer for fact, answer in facts.items() if answer != "unknown"}


def shown(value: object) -> str:
    """A value as it can stand in a one-line sentence: escaped, and cut when it is long."""
    try:
        text = json.dumps(value)
    except (TypeError, ValueError, RecursionError):
        text = ascii(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _did_you_mean(fact: object, known: Mapping[str, Fact]) -> str:
    from difflib import get_close_matches  # only when something is wrong already

    near = get_close_matches(str(fact)[:60], known, n=1)
    return f'; did you mean "{near[0]}"?' if near else "; expected one of the facts of vocabulary/facts.toml"
