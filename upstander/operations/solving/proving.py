"""Every point of the contract, shown for a rulebook or broken by the smallest set of facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter

from upstander.operations.solving.points import POINTS, Claim, Claims, nothing_said
from upstander.operations.solving.smallest import Hold, smallest
from upstander.operations.solving.worlds import Answers, World
from upstander.rules.rulebook import Rulebook


@dataclass(frozen=True)
class Broken:
    """Shapes: `facts` are the fewest answers under which `says` is so, whatever else is true; `then` what they are changed to."""

    says: str
    facts: Answers
    then: Answers


@dataclass(frozen=True)
class Finding:
    """Shapes: `number` is the point's in the contract, or none for what the contract says outside its fourteen points."""

    number: int | None
    title: str
    broken: Broken | None
    seconds: float


def prove(rulebook: Rulebook) -> Iterator[Finding]:
    world = World.of(rulebook)
    for number, point in (*enumerate(POINTS, start=1), (None, nothing_said)):
        start = perf_counter()
        broken = what_breaks(point, world)
        yield Finding(number, (point.__doc__ or "").strip(), broken, perf_counter() - start)


def what_breaks(point: Callable[[World], Claims], world: World) -> Broken | None:
    found = [broken for claim in point(world) if (broken := _broken(claim, world))]
    return min(found, key=lambda broken: len(broken.facts), default=None)


def _broken(claim: Claim, world: World) -> Broken | None:
    changed = {*claim.first, *claim.then}
    hold = Hold(
        [pair.answers for pair in world.rulebook.exclusions if not changed & pair.answers.keys()],
        {guard.fact: guard.until for guard in world.rulebook.guards},
    )
    facts = smallest(claim.broken, claim.given, hold)
    if facts is None:
        return None
    every = {**facts, **claim.first}
    return Broken(claim.says, {fact: every[fact] for fact in world.rulebook.facts if fact in every}, claim.then)
