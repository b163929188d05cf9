"""What a rule's `when` can say: a fact is answered yes, or all, any or none of several things hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Is:
    """The fact is answered yes."""

    fact: str


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; with no parts, always."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; with no parts, never."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A condition that the rulebook has given a name; it means exactly its `meaning`."""

    name: str
    meaning: Condition


Condition = Is | Not | AllOf | AnyOf | Term
ALWAYS = AllOf(())


def holds(condition: Condition, answers: Mapping[str, bool]) -> bool:
    """Say whether the condition holds when every fact it names is answered."""
    match condition:
        case Is(fact):
            return answers[fact]
        case Not(part):
            return not holds(part, answers)
        case AllOf(parts):
            return all(holds(part, answers) for part in parts)
        case AnyOf(parts):
            return any(holds(part, answers) for part in parts)
        case Term(_, meaning):
            return holds(meaning, answers)


def facts_in(condition: Condition) -> Iterator[str]:
    match condition:
        case Is(fact):
            yield fact
        case Not(part) | Term(_, part):
            yield from facts_in(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from facts_in(part)
