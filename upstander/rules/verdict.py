"""From facts to a verdict: what is required, what is possible, why, and what to ask next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal

from upstander.rules.compiled import (
    REQUIRED,
    RULED_OUT,
    Compiled,
    CompiledOutcome,
    Function,
    Standing,
    compile_rulebook,
    settled_by_no,
)
from upstander.rules.facts import Kind, check_facts
from upstander.rules.implicants import Answers, Numbering
from upstander.rules.questions import Open, Question, order_questions
from upstander.rules.rulebook import DutyTerms, Exclusion, Rule, Rulebook

Status = Literal["required", "possible"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that gives an outcome.

    Shapes: `facts` are the answers it rests on; `missing` the facts it still waits for, empty when it holds already.
    """

    rule: str
    text: str
    sources: tuple[str, ...]
    missing: tuple[str, ...]
    facts: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"rule": self.rule, "text": self.text, "source": list(self.sources)}
        if self.facts:
            shown["facts"] = dict(self.facts)
        if self.missing:
            shown["missing"] = list(self.missing)
        return shown


@dataclass(frozen=True, slots=True)
class Outcome:
    """A route, duty or prohibition; only duties have an actor and a time limit."""

    kind: Kind
    id: str
    status: Status
    because: tuple[Reason, ...]
    actor: str | None = None
    due: str | None = None
    until_known: str | None = None

    def to_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": self.id}
        if self.kind == "duty":
            shown |= {"actor": self.actor, "due": self.due}
        shown["status"] = self.status
        if self.until_known:
            shown["until_known"] = self.until_known
        shown["because"] = [reason.to_json() for reason in self.because]
        return shown


@dataclass(frozen=True, slots=True)
class Clash:
    """Given answers that cannot all be true; they are taken as given all the same."""

    facts: Mapping[str, str]
    because: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rulebook makes of the facts."""

    rulebook: str
    version: str
    fingerprint: str
    routes: tuple[Outcome, ...]
    duties: tuple[Outcome, ...]
    prohibitions: tuple[Outcome, ...]
    ask: tuple[Question, ...]
    clashes: tuple[Clash, ...]

    def to_json(self) -> dict[str, Any]:
        """The answer of the triage contract; `contradictions` is there only when answers exclude each other."""
        shown: dict[str, Any] = {
            "rulebook": {"id": self.rulebook, "version": self.version, "fingerprint": self.fingerprint},
            "routes": [outcome.to_json() for outcome in self.routes],
            "duties": [outcome.to_json() for outcome in self.duties],
            "prohibitions": [outcome.to_json() for outcome in self.prohibitions],
            "ask": [question.to_json() for question in self.ask],
        }
        if self.clashes:
            shown["contradictions"] = [{"facts": dict(clash.facts), "text": clash.because} for clash in self.clashes]
        return shown


def triage(rulebook: Rulebook, facts: Mapping[str, str], asking: str | None = None) -> Verdict:
    """Decide every outcome over every way to complete the facts that are unknown.

    `asking` is who is there to answer what is asked next: reporter, school or force. It decides nothing but the order of `ask`.

    Raises: BadFacts for an unknown fact or an answer that is not yes, no or unknown.
    """
    return _Case(rulebook, check_facts(facts, rulebook.facts)).verdict(asking)


class _Case:
    """The triage of one set of answers."""

    def __init__(self, rulebook: Rulebook, answers: dict[str, str]) -> None:
        self.rulebook = rulebook
        self.clashes = tuple(_clash(exclusion, answers) for exclusion in rulebook.exclusions if _breaks(answers, exclusion))
        self.answers = _that_say_something(rulebook, answers)
        self.compiled = _under_unbroken_exclusions(rulebook, self.answers)
        self.given = _numbered(self.compiled, self.answers)
        self.known = _with_what_follows(self.compiled, self.given)
        self.against = self.compiled.numbering.opposite(self.known)
        self.standings = self.compiled.standings(self.known)
        self.reasons: dict[int, Reason] = {}
        self.by_no: dict[int, Answers] = {}

    def verdict(self, asking: str | None) -> Verdict:
        decided: dict[Kind, list[Outcome]] = {"route": [], "duty": [], "prohibition": []}
        for compiled in self.compiled.outcomes:
            if outcome := self._decide(compiled):
                decided[outcome.kind].append(outcome)
        return Verdict(
            rulebook=self.rulebook.id,
            version=self.rulebook.version,
            fingerprint=self.rulebook.fingerprint,
            routes=tuple(decided["route"]),
            duties=tuple(decided["duty"]),
            prohibitions=tuple(decided["prohibition"]),
            ask=order_questions(self.rulebook, self.answers, self.compiled.numbering, self._open_outcomes(), asking),
            clashes=self.clashes,
        )

    def _decide(self, outcome: CompiledOutcome) -> Outcome | None:
        standing = self.standings[outcome.function]
        until_known = self.rulebook.until_known.get(outcome.id)
        if standing == RULED_OUT or (until_known and (standing != REQUIRED or until_known in self.answers)):
            return None
        status: Status = "required" if standing == REQUIRED else "possible"
        giving = self._giving(outcome, standing)
        because = tuple([self._reason(place) for place in giving])
        if outcome.kind != "duty":
            return Outcome(outcome.kind, outcome.id, status, because)
        terms = min([self.compiled.rules[place][0].duties[outcome.id] for place in giving], key=_soonest)
        return Outcome(outcome.kind, outcome.id, status, because, terms.actor, terms.due, until_known)

    def _giving(self, outcome: CompiledOutcome, standing: Standing) -> list[int]:
        """The rules that give it already; where only all of them together do, or none does yet, those that may."""
        standings, rules = self.standings, self.compiled.rules
        settled = [place for place in outcome.rules if standings[rules[place][1]] == REQUIRED] if standing == REQUIRED else []
        return settled or [place for place in outcome.rules if standings[rules[place][1]] != RULED_OUT]

    def _reason(self, place: int) -> Reason:
        if reason := self.reasons.get(place):
            return reason
        rule, number = self.compiled.rules[place]
        standing, function = self.standings[number], self.compiled.functions[number]
        speaking = self._speaking(function, standing == REQUIRED) if function.mentions & self.given else 0
        reason = self.reasons[place] = _reason(self.compiled.numbering, rule, max(standing, 0), speaking)
        return reason

    def _speaking(self, function: Function, required: bool) -> Answers:
        """Which of the given answers speak for it."""
        speaking = 0
        blocking = ~self.known if required else self.against
        for cube in function.forced if required else function.open:
            if not cube & blocking:
                speaking |= cube
        return speaking & self.given

    def _open_outcomes(self) -> dict[str, Open]:
        """Every outcome that some answer could still change, the most serious first."""
        found: dict[str, Open] = {}
        numbering = self.compiled.numbering
        for outcome in self.compiled.outcomes:
            left = max(self.standings[outcome.function], 0)
            if until := self.rulebook.until_known.get(outcome.id):
                if until in self.answers:
                    continue
                if self.standings[outcome.function] == REQUIRED:
                    found[outcome.id] = Open(numbering.literal(until, True), numbering.literal(until, True))
            if left:
                found[outcome.id] = Open(left, self._settled_by_no(outcome.function))
        return found

    def _settled_by_no(self, number: int) -> Answers:
        if number not in self.by_no:
            function, numbering = self.compiled.functions[number], self.compiled.numbering
            self.by_no[number] = settled_by_no(function, numbering.yes_bits, self.known, self.against)
        return self.by_no[number]


def _soonest(terms: DutyTerms) -> float:
    return terms.limit.rough_days


@lru_cache(maxsize=4_000)
def _reason(numbering: Numbering, rule: Rule, missing: Answers, speaking: Answers) -> Reason:
    facts = {fact: "yes" if yes else "no" for fact, yes in numbering.named(speaking).items()}
    return Reason(rule.id, rule.because, rule.sources, numbering.mentioned(missing), MappingProxyType(facts))


def _breaks(answers: Mapping[str, str], exclusion: Exclusion) -> bool:
    return all(answers.get(fact) == ("yes" if yes else "no") for fact, yes in exclusion.answers.items())


def _clash(exclusion: Exclusion, answers: Mapping[str, str]) -> Clash:
    return Clash({fact: answers[fact] for fact in exclusion.answers}, exclusion.because)


def _that_say_something(rulebook: Rulebook, answers: dict[str, str]) -> dict[str, str]:
    """Leave out answers that say nothing yet, because another fact is not known to be yes."""
    silent = {guard.fact for guard in rulebook.guards if answers.get(guard.until) != "yes"}
    return {fact: answer for fact, answer in answers.items() if fact not in silent}


def _under_unbroken_exclusions(rulebook: Rulebook, answers: Mapping[str, str]) -> Compiled:
    broken = frozenset(number for number, exclusion in enumerate(rulebook.exclusions) if _breaks(answers, exclusion))
    return compile_rulebook(rulebook, broken)


def _numbered(compiled: Compiled, answers: Mapping[str, str]) -> Answers:
    return sum(compiled.numbering.literal(fact, answer == "yes") for fact, answer in answers.items())


def _with_what_follows(compiled: Compiled, given: Answers) -> Answers:
    """Add the answers that the exclusions settle."""
    known = given
    for pair in compiled.impossible:
        rest = pair & ~given
        if rest.bit_count() == 1:
            known |= compiled.numbering.opposite(rest)
    return known
