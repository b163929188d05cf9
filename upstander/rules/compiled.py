"""A rulebook compiled to prime implicants, once, so that a case is triaged by comparing integers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from upstander.rules.facts import Kind
from upstander.rules.implicants import Answers, Cubes, Numbering, absorb, complement, primes, sum_of_products
from upstander.rules.rulebook import Exclusion, Rule, Rulebook

# How a function stands once some answers are given: REQUIRED, RULED_OUT or, while it is open, the union of the answers
# that could still settle it either way (always above zero).
Standing = int
REQUIRED: Standing = -1
RULED_OUT: Standing = 0


@dataclass(frozen=True, slots=True)
class Function:
    """When something follows.

    Shapes: `forced` holds the answer sets that make it follow in every completion that the exclusions allow;
    `open` those that can make it follow; `closed` those that rule it out, or None where no exclusion matters
    (then `forced` and `open` are the same, and it is ruled out exactly when all of them are contradicted).
    `mentions` marks every fact in them, both ways; `unasked` is how it stands while none of those is known.
    """

    forced: Cubes
    open: Cubes
    closed: Cubes | None
    mentions: Answers
    unasked: Standing


@dataclass(frozen=True, slots=True)
class CompiledOutcome:
    """Shapes: `function` and `rules` are places in the lists of Compiled; `rules` in the order of the document."""

    kind: Kind
    id: str
    function: int
    rules: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A rulebook under some of its exclusions (those that the given answers have not already broken).

    Shapes: `rules` pairs each rule with the place of its function; `outcomes` are in order of seriousness: routes,
    duties, prohibitions, each in the order of the vocabulary; `impossible` are the answer sets the exclusions rule out.
    """

    numbering: Numbering
    impossible: Cubes
    functions: tuple[Function, ...]
    rules: tuple[tuple[Rule, int], ...]
    outcomes: tuple[CompiledOutcome, ...]

    def standings(self, known: Answers) -> list[Standing]:
        """How every function stands, in order, when `known` is all that is known."""
        against = self.numbering.opposite(known)
        either = known | against
        return [stand(each, known, against) if each.mentions & either else each.unasked for each in self.functions]


def stand(function: Function, known: Answers, against: Answers) -> Standing:
    """How a function stands; `against` is the opposite of what is known."""
    return _stand(function.forced, function.closed, known, against)


def _stand(forced: Cubes, closed: Cubes | None, known: Answers, against: Answers) -> Standing:
    left = _remaining(forced, known, against)
    if closed is None or left == REQUIRED:
        return left
    left_to_close = _remaining(closed, known, against)
    return RULED_OUT if left_to_close == REQUIRED else left | left_to_close


def _remaining(cubes: Cubes, known: Answers, against: Answers) -> Standing:
    """What the shortest of the uncontradicted cubes still need, together."""
    rests = []
    shortened = False
    for cube in cubes:
        if cube & against:
            continue
        rest = cube & ~known
        if not rest:
            return REQUIRED
        shortened = shortened or rest != cube
        rests.append(rest)
    union = 0
    for rest in absorb(rests) if shortened and len(rests) > 1 else rests:
        union |= rest
    return union


def settled_by_no(function: Function, yes_bits: Answers, known: Answers, against: Answers) -> Answers:
    """The facts, as answered yes, of which each would by itself settle an open function if it were answered no."""
    needed, enough = yes_bits, 0
    for cube in function.forced:
        if not cube & against:
            rest = cube & ~known
            needed &= rest
            if not rest & (rest - 1):
                enough |= rest
    if function.closed is None:
        return needed | enough >> 1 & yes_bits
    for cube in function.closed:
        rest = cube & ~known
        if not cube & against and not rest & (rest - 1):
            enough |= rest
    return enough >> 1 & yes_bits


@cache
def compile_rulebook(rulebook: Rulebook, broken: frozenset[int]) -> Compiled:
    """Compile once; `broken` numbers the exclusions that the given answers already break, which then no longer hold."""
    kept = (exclusion for number, exclusion in enumerate(rulebook.exclusions) if number not in broken)
    return _Compiler(rulebook, kept).compiled()


def cube_of(exclusion: Exclusion, numbering: Numbering) -> Answers:
    return sum(numbering.literal(fact, answer) for fact, answer in exclusion.answers.items())


class _Compiler:
    def __init__(self, rulebook: Rulebook, exclusions: Iterable[Exclusion]) -> None:
        self.rulebook = rulebook
        self.numbering = Numbering(rulebook.facts)
        self.impossible = tuple(cube_of(exclusion, self.numbering) for exclusion in exclusions)
        self.places: dict[Cubes, int] = {}
        self.functions: list[Function] = []

    def compiled(self) -> Compiled:
        products = {rule.id: sum_of_products(rule.when, self.numbering) for rule in self.rulebook.rules}
        rules = tuple((rule, self.place(products[rule.id])) for rule in self.rulebook.rules)
        kinds: tuple[Kind, ...] = ("route", "duty", "prohibition")
        outcomes = []
        for kind in kinds:
            for id in self.rulebook.vocabulary.of(kind):
                giving = tuple(place for place, (rule, _) in enumerate(rules) if rule.gives(kind, id))
                cubes = [cube for place in giving for cube in products[rules[place][0].id]]
                if giving:
                    outcomes.append(CompiledOutcome(kind, id, self.place(cubes), giving))
        return Compiled(self.numbering, self.impossible, tuple(self.functions), rules, tuple(outcomes))

    def place(self, cubes: Iterable[Answers]) -> int:
        """Where the function of these cubes is; equal ones share a place."""
        key = tuple(absorb(cubes))
        if key not in self.places:
            self.places[key] = len(self.functions)
            self.functions.append(self.function(key))
        return self.places[key]

    def function(self, cubes: Cubes) -> Function:
        mentioned = 0
        for cube in cubes:
            mentioned |= cube
        touched = mentioned | self.numbering.opposite(mentioned)
        relevant = [cube for cube in self.impossible if cube & touched]
        found = primes(cubes, self.numbering)
        if not relevant:
            return Function(found, found, None, touched, _stand(found, None, 0, 0))
        forced = self._allowed(primes([*found, *relevant], self.numbering))
        closed = self._allowed(primes([*complement(found, self.numbering), *relevant], self.numbering))
        for cube in relevant:
            touched |= cube | self.numbering.opposite(cube)
        return Function(forced, self._allowed(found), closed, touched, _stand(forced, closed, 0, 0))

    def _allowed(self, cubes: Cubes) -> Cubes:
        return tuple(cube for cube in cubes if not any(never & cube == never for never in self.impossible))
