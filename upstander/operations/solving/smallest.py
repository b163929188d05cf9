"""The smallest set of answers that makes something so, however the other facts turn out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import z3

Answers = Mapping[str, bool]


@dataclass(frozen=True)
class Hold:
    """How answers hang together.

    Shapes: answers of `exclusions` are not both so, unless both are given; a fact in `says_nothing_until` is given only together
    with a yes to the other.
    """

    exclusions: Sequence[Answers] = ()
    says_nothing_until: Mapping[str, str] | None = None

    def facts(self) -> set[str]:
        until = self.says_nothing_until or {}
        return {fact for pair in self.exclusions for fact in pair} | {*until, *until.values()}


def smallest(wanted: z3.BoolRef, given: z3.BoolRef, hold: Hold) -> dict[str, bool] | None:
    """The fewest answers under which `wanted` is so in every world of `given`; None where it is so in none.

    A set of answers will not do while a world agrees with it in which `wanted` is not so; it must contradict that world.
    To collect such worlds, and choose the fewest answers that contradict them all, ends with the smallest set of all.
    """
    wanted, given = z3.simplify(wanted), z3.simplify(given)
    if _solver(given, wanted).check() == z3.unsat:
        return None
    if z3.is_true(wanted):
        return {}
    search = _Search(wanted, given, hold)
    for answers in search.chosen_sets():
        failing = search.world(search.so_not, answers)
        if failing is not None:
            search.contradict_all(failing, answers)
        elif search.world(search.so, answers) is not None:
            return answers
        else:
            search.not_all(answers)
    raise AssertionError("every world in which it is so contradicts all of those in which it is not")


class _Search:
    def __init__(self, wanted: z3.BoolRef, given: z3.BoolRef, hold: Hold) -> None:
        self.hold = hold
        self.fixed = _facts(given) | hold.facts()
        self.facts = sorted(_facts(wanted) | self.fixed)
        self.chosen = {(fact, answer): z3.Bool(f"{fact} is {answer}") for fact in self.facts for answer in (True, False)}
        self.choice = _solver(*(z3.Not(z3.And(self.chosen[fact, True], self.chosen[fact, False])) for fact in self.facts))
        for fact, until in (hold.says_nothing_until or {}).items():
            self.choice.add(z3.Implies(z3.Or(self.chosen[fact, True], self.chosen[fact, False]), self.chosen[until, True]))
        kept = [z3.Implies(_keeps(number), z3.Not(_all(pair))) for number, pair in enumerate(hold.exclusions)]
        self.so = _solver(given, wanted, *kept)
        self.so_not = _solver(given, z3.Not(wanted), *kept)

    def chosen_sets(self) -> Iterator[dict[str, bool]]:
        """Sets of answers that contradict what they must so far, the smallest first."""
        for size in count():
            few = z3.Bool(f"at most {size}")
            self.choice.add(z3.Implies(few, z3.PbLe([(it, 1) for it in self.chosen.values()], size)))
            while self.choice.check(few) == z3.sat:
                model = self.choice.model()
                yield {fact: answer for (fact, answer), it in self.chosen.items() if z3.is_true(model.eval(it))}
            if size > len(self.facts):
                return

    def world(self, solver: z3.Solver, answers: Answers) -> dict[str, bool] | None:
        """A world that agrees with the answers, and with the exclusions that they do not break, in which that is so."""
        unbroken = [_keeps(number) for number, pair in enumerate(self.hold.exclusions) if not pair.items() <= answers.items()]
        if solver.check([*_literals(answers), *unbroken]) == z3.unsat:
            return None
        model = solver.model()
        return {fact: z3.is_true(model.eval(z3.Bool(fact), model_completion=True)) for fact in self.facts}

    def contradict_all(self, failing: dict[str, bool] | None, answers: dict[str, bool]) -> None:
        """Learn from this world, and from those that are left once the answers contradict it, until they will do."""
        while failing is not None:
            ways = [fact for fact in self.contradict(failing) if fact not in answers]
            if not ways:
                return
            answers = {**answers, ways[0]: not failing[ways[0]]}
            failing = self.world(self.so_not, answers)

    def contradict(self, failing: Answers) -> list[str]:
        """What is chosen must contradict this world, or give less than what makes it one (a broken exclusion).

        Shapes: the facts by which it can be contradicted, those that matter first.
        """
        literals = {str(literal): fact for fact, literal in zip(failing, _literals(failing), strict=True)}
        self.so.check(_literals(failing))
        core = [literals[str(literal)] for literal in self.so.unsat_core() if str(literal) in literals]
        kept = {*core, *self.fixed}
        ways = [self.chosen[fact, not answer] for fact, answer in failing.items() if fact in kept]
        broken = [pair for pair in self.hold.exclusions if pair.items() <= failing.items()]
        self.choice.add(z3.Or(ways + [z3.Not(self.chosen[it]) for pair in broken for it in pair.items()]))
        return core

    def not_all(self, answers: Answers) -> None:
        self.choice.add(z3.Or([z3.Not(self.chosen[it]) for it in answers.items()]))


def _solver(*assertions: z3.BoolRef) -> z3.Solver:
    solver = z3.SimpleSolver()
    solver.set("core.minimize", True)
    solver.add(*assertions)
    return solver


def _keeps(number: int) -> z3.BoolRef:
    return z3.Bool(f"exclusion {number} is kept")


def _all(answers: Answers) -> z3.BoolRef:
    return z3.And(_literals(answers))


def _literals(answers: Answers) -> list[z3.BoolRef]:
    return [z3.Bool(fact) if answer else z3.Not(z3.Bool(fact)) for fact, answer in answers.items()]


def _facts(formula: z3.ExprRef) -> set[str]:
    found, seen, waiting = set(), set(), [formula]
    while waiting:
        each = waiting.pop()
        if each.get_id() in seen:
            continue
        seen.add(each.get_id())
        if z3.is_const(each) and each.decl().kind() == z3.Z3_OP_UNINTERPRETED:
            found.add(each.decl().name())
        waiting.extend(each.children())
    return found
