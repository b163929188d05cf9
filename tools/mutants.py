"""Every way to change one thing in a rulebook that could matter: the mutants that the tests must notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from upstander.rules.conditions import ALWAYS, AllOf, AnyOf, Condition, Is, Not, Term
from upstander.rules.due import parse_due
from upstander.rules.rulebook import DutyTerms, Rule, Rulebook

LADDER = ("at_once", "same_day", "next_school_day", "school_days_5", "school_days_10", "school_days_20", "months_1", "months_2")


@dataclass(frozen=True)
class Mutant:
    """Shapes: `document` is the rulebook in which it is written, `place` a rule's id or a term's name.

    One of these is given: what becomes of the `rule` (None where it is dropped), or what the `term` means instead.
    """

    document: str
    place: str
    kind: str
    change: str
    rule: Callable[[Rule], Rule | None] | None = None
    term: Condition | None = None
    outcome: str = ""

    @property
    def name(self) -> tuple[str, str, str]:
        return self.document, self.place, self.change

    def of(self, rulebook: Rulebook) -> Rulebook:
        """The rulebook with this one thing changed; what it adds to the rule of another stays."""
        if self.rule is None:
            return _with_term(rulebook, self.place, self.term or ALWAYS)
        chapters = tuple(
            replace(chapter, rules=tuple(it for rule in chapter.rules if (it := self._in(rule)) is not None))
            for chapter in rulebook.chapters
        )
        return replace(rulebook, chapters=chapters)

    def _in(self, rule: Rule) -> Rule | None:
        return self.rule(rule) if self.rule and rule.id == self.place else rule


def mutants(rulebook: Rulebook, base: Rulebook | None = None) -> Iterator[Mutant]:
    """What changes one thing in what a rulebook says; what its base says is as it stands there, and is the base's to change."""
    for rule in rulebook.rules:
        there = base is not None and rule.rulebook == base.id
        given_there = {id for _, id in base.rule(rule.id).outcomes()} if there and base else set()
        yield from _outcomes_removed(rulebook.id, rule, given_there)
        if not there:
            yield Mutant(rulebook.id, rule.id, "a rule dropped", "dropped", lambda _: None)
            yield from _duties_changed(rulebook.id, rule)
            for kind, change, when in changed(rule.when):
                yield Mutant(rulebook.id, rule.id, kind, change, partial(replace, when=when))
    for name, term in rulebook.terms.items():
        if base is None or name not in base.terms:
            for kind, change, meaning in changed(term.meaning):
                yield Mutant(rulebook.id, name, kind, change, term=meaning)


def _outcomes_removed(document: str, rule: Rule, given_there: set[str]) -> Iterator[Mutant]:
    outcomes = [id for _, id in rule.outcomes()]
    for gone in outcomes if len(outcomes) > 1 else ():
        if gone not in given_there:
            yield Mutant(document, rule.id, "an outcome removed", f"without {gone}", partial(_without, gone), outcome=gone)


def _without(gone: str, rule: Rule) -> Rule:
    return replace(
        rule,
        routes=tuple(it for it in rule.routes if it != gone),
        duties={duty: terms for duty, terms in rule.duties.items() if duty != gone},
        prohibitions=tuple(it for it in rule.prohibitions if it != gone),
    )


def _duties_changed(document: str, rule: Rule) -> Iterator[Mutant]:
    for duty, terms in rule.duties.items():
        actor = "force" if terms.actor == "school" else "school"
        yield _duty(document, rule, duty, DutyTerms(actor, terms.due, terms.limit), "an actor changed", f"{duty} is for {actor}")
        for due in _next_to(terms):
            other = DutyTerms(terms.actor, due, parse_due(due))
            yield _duty(document, rule, duty, other, "a time limit changed", f"{duty} is due {due}")


def _duty(document: str, rule: Rule, duty: str, terms: DutyTerms, kind: str, change: str) -> Mutant:
    return Mutant(document, rule.id, kind, change, lambda rule: replace(rule, duties={**rule.duties, duty: terms}), outcome=duty)


def _next_to(terms: DutyTerms) -> Iterator[str]:
    """The next sooner and the next later time limit."""
    sooner = [due for due in LADDER if parse_due(due).rough_days < terms.limit.rough_days]
    later = [due for due in LADDER if parse_due(due).rough_days > terms.limit.rough_days]
    yield from (*sooner[-1:], *later[:1])


def changed(condition: Condition, where: str = "") -> Iterator[tuple[str, str, Condition]]:
    """Shapes: the kind of change, what is changed, and the condition with it."""
    match condition:
        case Is(fact) | Term(fact, _):
            yield "a not inserted or removed", f"not {fact}{where}", Not(condition)
            if not where:
                yield "a part dropped", f"without {fact}", ALWAYS
        case Not(part):
            yield "a not inserted or removed", f"{words(part)} for {words(condition)}{where}", part
            if isinstance(part, Is | Term):
                return
            for kind, change, other in changed(part, where or " "):
                yield kind, change, Not(other)
        case AllOf(parts) | AnyOf(parts):
            yield from _changed_parts(condition, parts, where)


def _changed_parts(condition: AllOf | AnyOf, parts: tuple[Condition, ...], where: str) -> Iterator[tuple[str, str, Condition]]:
    same, other = (AllOf, AnyOf) if isinstance(condition, AllOf) else (AnyOf, AllOf)
    inside = f" in {words(condition)}"
    if len(parts) > 1:
        yield "all and any swapped", f"{words(other(parts))} for {words(condition)}", other(parts)
        for gone in parts:
            yield "a part dropped", f"without {words(gone)}{inside}", same(tuple(part for part in parts if part is not gone))
    for place, part in enumerate(parts):
        for kind, change, changed_part in changed(part, inside):
            yield kind, change, same((*parts[:place], changed_part, *parts[place + 1 :]))


def words(condition: Condition) -> str:
    match condition:
        case Is(fact) | Term(fact, _):
            return fact
        case Not(part):
            return f"not {words(part)}"
        case AllOf(parts) | AnyOf(parts):
            return f"{'all' if isinstance(condition, AllOf) else 'any'}({', '.join(words(part) for part in parts)})"


def _with_term(rulebook: Rulebook, name: str, meaning: Condition) -> Rulebook:
    """Every rule and term that uses the name means the other thing."""
    chapters = tuple(
        replace(chapter, rules=tuple(replace(rule, when=_meaning(rule.when, name, meaning)) for rule in chapter.rules))
        for chapter in rulebook.chapters
    )
    terms: Mapping[str, Term] = {
        id: Term(id, meaning if id == name else _meaning(term.meaning, name, meaning)) for id, term in rulebook.terms.items()
    }
    return replace(rulebook, chapters=chapters, terms=terms)


def _meaning(condition: Condition, name: str, meaning: Condition) -> Condition:
    match condition:
        case Is():
            return condition
        case Not(part):
            return Not(_meaning(part, name, meaning))
        case AllOf(parts):
            return AllOf(tuple(_meaning(part, name, meaning) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_meaning(part, name, meaning) for part in parts))
        case Term(id, inner):
            return Term(id, meaning if id == name else _meaning(inner, name, meaning))
