"""Prime implicants: the shortest sets of answers that settle a condition.

A set of answers is one integer. Fact number i answered yes is bit 2i, answered no is bit 2i + 1.
A condition follows from the answers given exactly when one of its prime implicants is among them,
and is still open exactly when one of them is not contradicted; that makes three-valued answers
exact, where reading "all" and "any" as three-valued tables would lose `a or not a`.
"""

from __future__ import annotations

from collections.abc import Iterable

from upstander.rules.conditions import AllOf, AnyOf, Condition, Is, Not, Term

Answers = int
Cubes = tuple[Answers, ...]


class TooManyImplicants(ValueError):
    """The condition is too tangled to be kept as its prime implicants."""


LIMIT = 4000
REMEMBERED = 2_000


class Numbering:
    """Which bits stand for which fact."""

    def __init__(self, facts: Iterable[str]) -> None:
        self.facts = tuple(facts)
        self.bit = {fact: 1 << (2 * number) for number, fact in enumerate(self.facts)}
        self.yes_bits = sum(self.bit.values())
        self._mentioned: dict[Answers, tuple[str, ...]] = {}

    def literal(self, fact: str, answer: bool) -> Answers:
        return self.bit[fact] if answer else self.bit[fact] << 1

    def opposite(self, answers: Answers) -> Answers:
        """Turn every yes to no and every no to yes."""
        return (answers & self.yes_bits) << 1 | (answers >> 1 & self.yes_bits)

    def contradictory(self, answers: Answers) -> bool:
        return bool(answers & answers >> 1 & self.yes_bits)

    def named(self, answers: Answers) -> dict[str, bool]:
        """Spell out a set of answers, in the order of the facts."""
        return {fact: bool(answers & self.bit[fact]) for fact in self.mentioned(answers)}

    def mentioned(self, answers: Answers) -> tuple[str, ...]:
        """The facts that a union of answer sets mentions, in order, whichever way they are answered."""
        if answers not in self._mentioned:
            if len(self._mentioned) > REMEMBERED:
                self._mentioned.clear()
            either = (answers | answers >> 1) & self.yes_bits
            self._mentioned[answers] = tuple([fact for fact, bit in self.bit.items() if either & bit])
        return self._mentioned[answers]


def absorb(cubes: Iterable[Answers]) -> list[Answers]:
    """Drop every set that contains another one."""
    kept: list[Answers] = []
    for cube in sorted(sorted(set(cubes)), key=int.bit_count):
        for smaller in kept:
            if smaller & cube == smaller:
                break
        else:
            kept.append(cube)
    return kept


def sum_of_products(condition: Condition, numbering: Numbering, wanted: bool = True) -> list[Answers]:
    """Every way to make the condition hold (or fail), as sets of answers; not yet all the shortest ones."""
    match condition:
        case Is(fact):
            return [numbering.literal(fact, wanted)]
        case Not(part):
            return sum_of_products(part, numbering, not wanted)
        case Term(_, meaning):
            return sum_of_products(meaning, numbering, wanted)
        case AllOf(parts) | AnyOf(parts):
            each = [sum_of_products(part, numbering, wanted) for part in parts]
            if isinstance(condition, AllOf) is wanted:
                return _product(each, numbering)
            return absorb(cube for cubes in each for cube in cubes)


def _product(factors: list[list[Answers]], numbering: Numbering) -> list[Answers]:
    product: list[Answers] = [0]
    for cubes in factors:
        both = (left | right for left in product for right in cubes)
        product = absorb(cube for cube in both if not numbering.contradictory(cube))
        if len(product) > LIMIT:
            raise TooManyImplicants
    return product


def primes(cubes: Iterable[Answers], numbering: Numbering) -> Cubes:
    """All prime implicants of the disjunction of the cubes.

    Where no fact occurs both ways, absorption alone gives them all. Otherwise: Quine's iterated consensus.
    """
    found = absorb(cubes)
    mentioned = 0
    for cube in found:
        mentioned |= cube
    if not numbering.contradictory(mentioned):
        return tuple(found)
    while new := _consensuses(found, numbering):
        found = absorb([*found, *new])
        if len(found) > LIMIT:
            raise TooManyImplicants
    return tuple(found)


def _consensuses(cubes: list[Answers], numbering: Numbering) -> list[Answers]:
    new: list[Answers] = []
    for position, left in enumerate(cubes):
        opposite = numbering.opposite(left)
        for right in cubes[:position]:
            clash = right & opposite
            if clash.bit_count() != 1:
                continue
            merged = (left | right) & ~(clash | numbering.opposite(clash))
            if not any(cube & merged == cube for cube in cubes):
                new.append(merged)
    return new


def complement(cubes: Iterable[Answers], numbering: Numbering) -> Cubes:
    """All prime implicants of the negation of the disjunction of the cubes."""
    factors = []
    for cube in cubes:
        opposite, factor = numbering.opposite(cube), []
        while opposite:
            low = opposite & -opposite
            factor.append(low)
            opposite ^= low
        factors.append(factor)
    return primes(_product(factors, numbering), numbering)


def cover_everything(cubes: Iterable[Answers], numbering: Numbering, given: Answers = 0) -> bool:
    """Whether, with what is given, at least one of the cubes holds however the rest turns out (by splitting on a fact)."""
    against = numbering.opposite(given)
    rests = absorb(cube & ~given for cube in cubes if not cube & against)
    if 0 in rests:
        return True
    mentioned = 0
    for cube in rests:
        mentioned |= cube
    both_ways = mentioned & numbering.opposite(mentioned)
    if not both_ways:
        return False  # answering every fact against them leaves none
    split = both_ways & -both_ways
    return all(cover_everything(rests, numbering, answer) for answer in (split, numbering.opposite(split)))
