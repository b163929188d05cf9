"""A plain evaluator that shares no code with upstander.rules: it reads the YAML itself and tries every completion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import yaml

RULEBOOKS = Path(__file__).parents[2] / "upstander" / "rulebooks"
Statuses = dict[str, str]
JOINED = ("exclusions", "says_nothing_until", "contradictions")


def read(id: str = "dorset") -> dict[str, Any]:
    """A rulebook with what it extends. What it adds to a rule is a rule of its own here: the same follows."""
    text = (RULEBOOKS / id / "triage.yaml").read_text("utf-8")
    document: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  # every scalar stays text
    document["rules"] = [rule for chapter in document.get("chapters", {}).values() for rule in chapter["rules"]]
    return _joined(read(document["extends"]), document) if "extends" in document else document


def _joined(base: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    whens = {rule["id"]: rule["when"] for rule in base["rules"]}
    added = [{"id": id, "when": whens[id], **more} for id, more in document.get("adds", {}).items() if "then" in more]
    own = {rule["id"] for rule in document["rules"]}
    kept = [rule for rule in base["rules"] if rule["id"] not in own]
    return {
        **{name: [*base.get(name, []), *document.get(name, [])] for name in JOINED},
        **{name: {**base.get(name, {}), **document.get(name, {})} for name in ("terms", "until_known")},
        "rules": [*kept, *added, *document["rules"]],
    }


def holds(when: Any, world: Mapping[str, bool], terms: Mapping[str, Any]) -> bool:
    if when == "always":
        return True
    if isinstance(when, str):
        return holds(terms[when], world, terms) if when in terms else world[when]
    [(connective, inner)] = when.items()
    if connective == "not":
        return not holds(inner, world, terms)
    return (all if connective == "all" else any)(holds(part, world, terms) for part in inner)


def facts_of(when: Any, terms: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(when, str):
        if when in terms:
            yield from facts_of(terms[when], terms)
        elif when != "always":
            yield when
        return
    for inner in when.values():
        for part in inner if isinstance(inner, list) else [inner]:
            yield from facts_of(part, terms)


def outcomes_of(rule: Mapping[str, Any]) -> list[str]:
    return [outcome for group in rule["then"].values() for outcome in group]


def statuses(document: Mapping[str, Any], given: Mapping[str, str]) -> Statuses:
    """Every outcome that is required or possible, by trying every completion of the facts that matter to it."""
    answers = {fact: answer == "yes" for fact, answer in given.items() if answer != "unknown"}
    for guard in document.get("says_nothing_until", []):
        if not answers.get(guard["until"]):
            answers.pop(guard["fact"], None)
    terms = document.get("terms", {})
    giving: dict[str, list[Any]] = {}
    for rule in document["rules"]:
        for outcome in outcomes_of(rule):
            giving.setdefault(outcome, []).append(rule["when"])
    found = {}
    for outcome, whens in giving.items():
        facts = sorted({fact for when in whens for fact in facts_of(when, terms)})
        results = {any(holds(when, world, terms) for when in whens) for world in completions(document, answers, facts)}
        if True in results:
            found[outcome] = "possible" if False in results else "required"
    for duty, fact in document.get("until_known", {}).items():
        if fact in answers or found.get(duty) != "required":
            found.pop(duty, None)
    return found


def completions(document: Mapping[str, Any], answers: Mapping[str, bool], facts: Iterable[str]) -> Iterator[dict[str, bool]]:
    """Every way to answer the facts that agrees with the answers and breaks no exclusion that they do not break themselves."""
    exclusions = [
        {fact: answer == "yes" for fact, answer in exclusion["never_together"].items()}
        for exclusion in document.get("exclusions", [])
    ]
    kept = [pair for pair in exclusions if not all(answers.get(fact) is answer for fact, answer in pair.items())]
    wanted = dict.fromkeys(facts)
    for pair in kept:
        if set(pair) & set(wanted):
            wanted |= dict.fromkeys(pair)
    unknown = [fact for fact in wanted if fact not in answers]
    for choice in product((False, True), repeat=len(unknown)):
        world = {**answers, **dict(zip(unknown, choice, strict=True))}
        if not any(all(world.get(fact) is answer for fact, answer in pair.items()) for pair in kept):
            yield world
