"""The smallest set of answers that makes something so, however the other facts turn out."""

from __future__ import annotations

from itertools import count

import z3


def smallest(wanted: z3.BoolRef, given: z3.BoolRef) -> dict[str, bool] | None:
    """The fewest answers under which `wanted` is so in every world of `given`; None where it is so in none.

    A set of answers fails when one world agrees with it in which `wanted` is not so; it must then contradict that world somewhere.
    Collecting such worlds, and choosing the fewest answers that contradict them all, ends with the smallest set of all.
    """
    wanted, given = z3.simplify(wanted), z3.simplify(given)
    if _solver(given, wanted).check() == z3.unsat:
        return None
    facts = sorted({*_facts(wanted), *_facts(given)})
    if not facts:
        return {}
    fixed = _facts(given)
    chosen = {(fact, answer): z3.Bool(f"{fact} is {answer}") for fact in facts for answer in (True, False)}
    choice = _solver(*(z3.Not(z3.And(chosen[fact, True], chosen[fact, False])) for fact in facts))
    other, same = _solver(given, z3.Not(wanted)), _solver(given, wanted)
    for size in count():
        few = z3.Bool(f"at most {size}")
        choice.add(z3.Implies(few, z3.PbLe([(it, 1) for it in chosen.values()], size)))
        while choice.check(few) == z3.sat:
            model = choice.model()
            answers = {fact: answer for (fact, answer), it in chosen.items() if model.eval(it, model_completion=True)}
            failing = _world(other, answers, facts)
            if failing is None and _world(same, answers, facts) is not None:
                return answers
            against = answers if failing is None else _core(same, failing, fixed)
            choice.add(z3.Or([chosen[fact, not answer] for fact, answer in against.items()]))
    raise AssertionError("a world in which it is so contradicts all of those in which it is not")


def _solver(*assertions: z3.BoolRef) -> z3.Solver:
    solver = z3.SimpleSolver()
    solver.set("core.minimize", True)
    solver.add(*assertions)
    return solver


def _world(solver: z3.Solver, answers: dict[str, bool], facts: list[str]) -> dict[str, bool] | None:
    """A world that agrees with the answers and in which what the solver holds is so."""
    if solver.check([_literal(fact, answer) for fact, answer in answers.items()]) == z3.unsat:
        return None
    model = solver.model()
    return {fact: z3.is_true(model.eval(z3.Bool(fact), model_completion=True)) for fact in facts}


def _core(solver: z3.Solver, world: dict[str, bool], fixed: set[str]) -> dict[str, bool]:
    """What of this world is enough to contradict the solver; with its `fixed` facts, so that it stays a world."""
    literals = {str(_literal(fact, answer)): fact for fact, answer in world.items()}
    solver.check([_literal(fact, answer) for fact, answer in world.items()])
    kept = {literals[str(literal)] for literal in solver.unsat_core()} | fixed
    return {fact: answer for fact, answer in world.items() if fact in kept}


def _literal(fact: str, answer: bool) -> z3.BoolRef:
    return z3.Bool(fact) if answer else z3.Not(z3.Bool(fact))


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
