"""A rulebook, once it is loaded: chapters of rules over the fixed words of triage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from upstander.rules.conditions import Condition, Term
from upstander.rules.due import Due
from upstander.rules.facts import Fact, Kind, Vocabulary

Actor = Literal["school", "force", "reporter"]
ACTORS: tuple[Actor, ...] = ("school", "force", "reporter")


@dataclass(frozen=True, slots=True)
class DutyTerms:
    """Who does a duty and by when; `due` as it stands in the document."""

    actor: Actor
    due: str
    limit: Due


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule: when its condition holds, everything it gives follows, for the reason it states.

    Shapes: `place` is the file and line where it is written; `rulebook` the id of that document, and `added_by` the ids of those
    that extend it and add to this rule.
    """

    id: str
    place: str
    when: Condition
    routes: tuple[str, ...]
    duties: Mapping[str, DutyTerms]
    prohibitions: tuple[str, ...]
    because: str
    sources: tuple[str, ...]
    note: str = ""
    ask_your_team: bool = False
    rulebook: str = ""
    added_by: tuple[str, ...] = ()

    def gives(self, kind: Kind, outcome: str) -> bool:
        return outcome in {"route": self.routes, "duty": self.duties, "prohibition": self.prohibitions}[kind]

    def outcomes(self) -> Iterator[tuple[Kind, str]]:
        yield from (("route", id) for id in self.routes)
        yield from (("duty", id) for id in self.duties)
        yield from (("prohibition", id) for id in self.prohibitions)


@dataclass(frozen=True, slots=True)
class Chapter:
    id: str
    title: str
    about: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Answers that cannot all be true of the world."""

    answers: Mapping[str, bool]
    because: str


@dataclass(frozen=True, slots=True)
class Guard:
    """Until `until` is answered yes, the answer to `fact` says nothing."""

    fact: str
    until: str
    because: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A duty and a prohibition that must never be given together."""

    duty: str
    prohibition: str
    because: str


@dataclass(frozen=True, eq=False)
class Rulebook:
    """Everything one document says, ready to triage with."""

    id: str
    title: str
    version: str
    about: str
    fingerprint: str
    vocabulary: Vocabulary
    terms: Mapping[str, Term]
    chapters: tuple[Chapter, ...]
    exclusions: tuple[Exclusion, ...]
    guards: tuple[Guard, ...]
    contradictions: tuple[Contradiction, ...]
    until_known: Mapping[str, str] = field(default_factory=dict)
    leaves_out: frozenset[str] = frozenset()
    may_be_replaced: frozenset[str] = frozenset()
    extends: Rulebook | None = None

    @property
    def lineage(self) -> tuple[str, ...]:
        """The ids of this rulebook and of those that it extends, the nearest first."""
        return (self.id, *(self.extends.lineage if self.extends else ()))

    @property
    def facts(self) -> dict[str, Fact]:
        return self.vocabulary.facts

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(rule for chapter in self.chapters for rule in chapter.rules)

    def rule(self, id: str) -> Rule:
        """Raises: KeyError when the rulebook has no such rule."""
        return self._rules_by_id[id]

    @cached_property
    def _rules_by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    def outcome_text(self, kind: str, id: str) -> str:
        """What an outcome says; `kind` is route, duty or prohibition, or its plural.

        Raises: KeyError when there is no such outcome.
        """
        kinds: dict[str, Kind] = {"routes": "route", "duties": "duty", "prohibitions": "prohibition"}
        return self.vocabulary.of(kinds.get(kind, kind))[id]  # type: ignore[arg-type]
