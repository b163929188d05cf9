"""Whether two rulebooks answer alike for every set of facts, known and unknown: shown by their prime implicants.

Alike is: each outcome required or possible for the same facts, each duty by the same people and time. Reasons may differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from upstander.rules.compiled import Compiled, compile_rulebook
from upstander.rules.implicants import Answers, Numbering, absorb, primes, sum_of_products
from upstander.rules.rulebook import Rule, Rulebook

Implicants = frozenset[Answers]


def first_difference(one: Rulebook, other: Rulebook) -> str | None:
    """Something that the two do not say alike; None when every set of facts has the same answer."""
    return next(_differences(one, other), None)


def _differences(one: Rulebook, other: Rulebook) -> Iterator[str]:
    for broken in _broken_together(one):
        here, there = (compile_rulebook(rulebook, broken) for rulebook in (one, other))
        for outcome in sorted({it.id for it in (*here.outcomes, *there.outcomes)}):
            if _standing(here, outcome) != _standing(there, outcome):
                yield f"{outcome} is not for the same facts in {one.id}"
    numbering = Numbering(one.facts)
    for duty in one.vocabulary.duties:
        mine, theirs = ([rule for rule in it.rules if duty in rule.duties] for it in (one, other))
        both = (*mine, *theirs)
        for days in sorted({rule.duties[duty].limit.rough_days for rule in both}):
            for actor in sorted({rule.duties[duty].actor for rule in both}):
                if _by(duty, mine, days, actor, numbering) != _by(duty, theirs, days, actor, numbering):
                    yield f"{duty} is not for the same people by the same time in {one.id}"
        if mine != theirs and not (_each_by_one_rule(mine, numbering) and _each_by_one_rule(theirs, numbering)):
            yield f"{duty} follows from several rules together in {one.id}, and its time limit hangs on which"


def _broken_together(rulebook: Rulebook) -> Iterator[frozenset[int]]:
    """The exclusions that given answers can break: not those of a fact that says nothing while they are broken."""
    silent = {(guard.fact, guard.until) for guard in rulebook.guards}
    can_be = [
        number
        for number, pair in enumerate(rulebook.exclusions)
        if not any((fact, until) in silent for fact in pair.answers for until, answer in pair.answers.items() if not answer)
    ]
    for count in range(len(can_be) + 1):
        yield from (frozenset(chosen) for chosen in combinations(can_be, count))


def _standing(compiled: Compiled, id: str) -> tuple[Implicants, Implicants, Implicants] | None:
    """What makes an outcome required, possible, and impossible."""
    outcome = next((it for it in compiled.outcomes if it.id == id), None)
    if outcome is None:
        return None
    function = compiled.functions[outcome.function]
    return frozenset(function.forced), frozenset(function.open), frozenset(function.closed or ())


def _by(duty: str, rules: list[Rule], days: float, actor: str, numbering: Numbering) -> Implicants:
    """When the duty is somebody's within so many days."""
    giving = [rule for rule in rules if rule.duties[duty].limit.rough_days <= days and rule.duties[duty].actor == actor]
    return frozenset(primes((cube for rule in giving for cube in sum_of_products(rule.when, numbering)), numbering))


def _each_by_one_rule(rules: list[Rule], numbering: Numbering) -> bool:
    """Whenever one of the rules must fire, there is one of them that must."""
    each = [primes(sum_of_products(rule.when, numbering), numbering) for rule in rules]
    return set(absorb(cube for cubes in each for cube in cubes)) == set(primes((c for cubes in each for c in cubes), numbering))


def given_by_others(rulebook: Rulebook, rule: Rule, outcome: str) -> list[str]:
    """The rules that give the outcome whenever this one does, at least as soon."""
    numbering = Numbering(rulebook.facts)
    mine = primes(sum_of_products(rule.when, numbering), numbering)
    found = []
    for other in rulebook.rules:
        gives = outcome in {id for _, id in other.outcomes()}
        late = outcome in rule.duties and gives and other.duties[outcome].limit.rough_days > rule.duties[outcome].limit.rough_days
        if other.id != rule.id and gives and not late:
            theirs = primes(sum_of_products(other.when, numbering), numbering)
            if all(any(cube & given == cube for cube in theirs) for given in mine):
                found.append(other.id)
    return found
