"""Triage of very many sets of facts at once: how each outcome stands, without the reasons.

The same prime implicants as for one case, but sideways: an answer is a whole number with one bit for each case that gave it, so
that one `and` decides something for tens of thousands of cases. tests/rules/test_many.py holds it to what `triage` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from itertools import combinations, islice
from operator import and_, or_

from upstander.rules.compiled import Compiled, CompiledOutcome, Function, compile_rulebook
from upstander.rules.facts import check_facts
from upstander.rules.implicants import Answers, Cubes
from upstander.rules.rulebook import Exclusion, Rulebook

AT_ONCE = 65_536
Facts = Mapping[str, str]
Cases = int  # one bit a case, the first case lowest
ONE = ord("1")


@dataclass(frozen=True, slots=True)
class Block:
    """Shapes: `required` and `possible` have the cases for which each outcome is so; an outcome of none is not in them."""

    count: int
    required: Mapping[str, Cases]
    possible: Mapping[str, Cases]

    def statuses(self, case: int) -> dict[str, str]:
        """How the outcomes of one case stand; `case` counts from 0 within this block."""
        found = {outcome: "required" for outcome, cases in self.required.items() if cases >> case & 1}
        return found | {outcome: "possible" for outcome, cases in self.possible.items() if cases >> case & 1}


def triage_many(rulebook: Rulebook, cases: Iterable[Facts], at_once: int = AT_ONCE) -> Iterator[Block]:
    """Blocks of at most `at_once` cases, in the order in which the cases came. What is stored streams through.

    Raises: BadFacts for an unknown fact or an answer that is not yes, no or unknown.
    """
    rest = iter(cases)
    while block := list(islice(rest, at_once)):
        yield _Many(rulebook, block).block()


@dataclass
class _Many:
    rulebook: Rulebook
    cases: list[Facts]
    given: dict[Answers, Cases] = field(init=False)
    everybody: Cases = field(init=False)

    def __post_init__(self) -> None:
        self.everybody = (1 << len(self.cases)) - 1
        self.given = self._gathered()
        for guard in self.rulebook.guards:
            speaks = self.given[self._literal(guard.until, True)]
            for answer in (True, False):
                self.given[self._literal(guard.fact, answer)] &= speaks

    def _literal(self, fact: str, answer: bool) -> Answers:
        return self._plain.numbering.literal(fact, answer)

    @property
    def _plain(self) -> Compiled:
        return compile_rulebook(self.rulebook, frozenset())

    def _gathered(self) -> dict[Answers, Cases]:
        """For each answer, the cases that gave it."""
        count = len(self.cases)
        nowhere = bytearray(count)
        columns = {
            fact: {"yes": bytearray(b"0") * count, "no": bytearray(b"0") * count, "unknown": nowhere}
            for fact in self.rulebook.facts
        }
        for place, facts in zip(range(count - 1, -1, -1), self.cases, strict=True):  # a number is written highest bit first
            try:
                for fact, answer in facts.items():
                    columns[fact][answer][place] = ONE
            except (KeyError, TypeError, AttributeError):
                check_facts(facts, self.rulebook.facts)
                raise
        return {
            self._literal(fact, answer == "yes"): int(column[answer], 2)
            for fact, column in columns.items()
            for answer in ("yes", "no")
        }

    def block(self) -> Block:
        required: dict[str, Cases] = {}
        possible: dict[str, Cases] = {}
        for broken, cases in self._worlds():
            compiled = compile_rulebook(self.rulebook, broken)
            known = self._known(compiled)
            for outcome in compiled.outcomes:
                must, may = self._stands(compiled.functions[outcome.function], known)
                for found, those in ((required, must & cases), (possible, may & cases)):
                    if those := self._while_unknown(outcome, found is required, those):
                        found[outcome.id] = found.get(outcome.id, 0) | those
        return Block(len(self.cases), required, possible)

    def _worlds(self) -> Iterator[tuple[frozenset[int], Cases]]:
        """Which exclusions some cases break already, with those cases."""
        broken = [self._all(self._answers(exclusion), self.given.__getitem__) for exclusion in self.rulebook.exclusions]
        places = [place for place, cases in enumerate(broken) if cases]
        for size in range(len(places) + 1):
            for some in combinations(places, size):
                cases = self.everybody
                for place in places:
                    cases &= broken[place] if place in some else ~broken[place]
                if cases:
                    yield frozenset(some), cases

    def _answers(self, exclusion: Exclusion) -> list[Answers]:
        return [self._literal(fact, answer) for fact, answer in exclusion.answers.items()]

    def _known(self, compiled: Compiled) -> dict[Answers, Cases]:
        """What is given, with what the exclusions settle."""
        known = dict(self.given)
        for pair in compiled.impossible:
            first, second = _apart(pair)
            known[compiled.numbering.opposite(second)] |= self.given[first]
            known[compiled.numbering.opposite(first)] |= self.given[second]
        return known

    def _stands(self, function: Function, known: Mapping[Answers, Cases]) -> tuple[Cases, Cases]:
        """The cases for which it is required, and for which it is possible."""
        opposite = self._plain.numbering.opposite

        def not_against(answer: Answers) -> Cases:
            return self.everybody & ~known[opposite(answer)]

        required = self._any(function.forced, known.__getitem__)
        if function.closed is None:
            return required, self._any(function.open, not_against) & ~required
        return required, self.everybody & ~self._any(function.closed, known.__getitem__) & ~required

    def _any(self, cubes: Cubes, cases_of: Callable[[Answers], Cases]) -> Cases:
        return reduce(or_, (self._all(_apart(cube), cases_of) for cube in cubes), 0)

    def _all(self, answers: Iterable[Answers], cases_of: Callable[[Answers], Cases]) -> Cases:
        return reduce(and_, map(cases_of, answers), self.everybody)

    def _while_unknown(self, outcome: CompiledOutcome, is_required: bool, cases: Cases) -> Cases:
        """A duty that is met by knowing something stands only where it is required and that is not known."""
        until = self.rulebook.until_known.get(outcome.id)
        if until is None:
            return cases
        answered = self.given[self._literal(until, True)] | self.given[self._literal(until, False)]
        return cases & ~answered if is_required else 0


def _apart(cube: Answers) -> list[Answers]:
    """The single answers of a set of answers."""
    found = []
    while cube:
        low = cube & -cube
        found.append(low)
        cube ^= low
    return found
