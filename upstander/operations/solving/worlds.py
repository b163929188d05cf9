"""The conditions of a rulebook in the solver's terms: one world is an answer, yes or no, to every fact.

Nothing here looks at prime implicants. What is said of worlds holds for what is known and unknown too, because an outcome is
required when it follows in every world that completes the answers given, and possible when it follows in some.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import z3

from upstander.rules.conditions import AllOf, AnyOf, Condition, Is, Not, Term
from upstander.rules.rulebook import Rulebook

Answers = Mapping[str, bool]


@dataclass(frozen=True)
class World:
    """Shapes: `answers` has a term of the solver for every fact: a variable, or a constant where the fact is fixed."""

    rulebook: Rulebook
    answers: Mapping[str, z3.BoolRef]
    _translated: dict[str, z3.BoolRef] = field(default_factory=dict)

    @classmethod
    def of(cls, rulebook: Rulebook) -> World:
        return cls(rulebook, {fact: z3.Bool(fact) for fact in rulebook.facts})

    def but(self, answers: Answers) -> World:
        """The same world, with these facts answered so."""
        fixed = {fact: z3.BoolVal(answer) for fact, answer in answers.items()}
        return replace(self, answers={**self.answers, **fixed}, _translated={})

    def agrees(self, answers: Answers) -> z3.BoolRef:
        return z3.And([self.answers[fact] == answer for fact, answer in answers.items()])

    def gives(self, *outcomes: str) -> z3.BoolRef:
        """At least one of these outcomes follows."""
        wanted = set(outcomes)
        return z3.Or([self.fires(rule.id) for rule in self.rulebook.rules if wanted & {id for _, id in rule.outcomes()}])

    def fires(self, rule: str) -> z3.BoolRef:
        if rule not in self._translated:
            self._translated[rule] = self.holds(self.rulebook.rule(rule).when)
        return self._translated[rule]

    def holds(self, condition: Condition) -> z3.BoolRef:
        match condition:
            case Is(fact):
                return self.answers[fact]
            case Not(part):
                return z3.Not(self.holds(part))
            case AllOf(parts):
                return z3.And([self.holds(part) for part in parts])
            case AnyOf(parts):
                return z3.Or([self.holds(part) for part in parts])
            case Term(_, meaning):
                return self.holds(meaning)

    def can_be(self) -> z3.BoolRef:
        """Some answers, given in full or in part, have this world among their completions.

        Answers that exclude each other are taken as given, and then their exclusion is set aside; so an exclusion rules out a
        world only where it cannot be set aside: where one of its answers says nothing, because of a guard.
        """
        until = {guard.fact: guard.until for guard in self.rulebook.guards}
        return z3.And(
            [
                z3.Not(
                    z3.And(self.agrees(pair.answers), z3.Or([z3.Not(self.answers[until[f]]) for f in pair.answers if f in until]))
                )
                for pair in self.rulebook.exclusions
            ]
        )


def settled_by(rulebook: Rulebook, answers: Answers) -> dict[str, bool]:
    """What the exclusions make of facts that are not known yet, once these answers are given."""
    found = {}
    for pair in rulebook.exclusions:
        rest = {fact: answer for fact, answer in pair.answers.items() if answers.get(fact) is not answer}
        if len(rest) == 1:
            [(fact, answer)] = rest.items()
            if fact not in answers:
                found[fact] = not answer
    return found
