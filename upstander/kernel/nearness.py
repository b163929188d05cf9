"""How near names and accounts are to what is sought, so that a search shows what is near and leaves out what only sounds so.

A search compares what some hundred people and reports are called, and shows a few of them: so all is compared at once.
"""

from collections.abc import Collection, Iterator, Sequence

from upstander.kernel.finding import SHORTEST_START, Sought, collapsed
from upstander.kernel.sounds import Signs, alike_parts, closeness, folded, like, parts_in, parts_of
from upstander.kernel.telephones import numbers_in

NEAR_ENOUGH = 60.0  # for a name that only sounds or looks alike
BEGINS = 80.0
SAME = 100.0
NOT_NEAR = (0.0, "")
NUL = "\0"  # keeps names apart: it is the one sign that no text in a database has
BARE = Signs(lambda sign: sign if sign.isalnum() or sign == NUL else None)


def nearness(what: Sought, called: Sequence[Sequence[str]]) -> list[tuple[float, str]]:
    """How near each is by what it is called, and by which of its names. Units: NEAR_ENOUGH to 100, or 0 for what is not near."""
    near = _near(what, {name for names in called for name in names})
    return [max(((near[name], name) for name in names if name in near), default=NOT_NEAR) for names in called]


def _near(what: Sought, names: Collection[str]) -> dict[str, float]:
    whole = " ".join(term.strip('"') for term in what.terms if not term.startswith("-"))
    parts, short, numbers = parts_of(whole), collapsed(whole), set(numbers_in(whole))
    if names and len(parts) == 1 and not numbers:
        return dict(_near_one(parts[0], short, names))
    measured = {name: _measured(name, parts, short, numbers) for name in names}
    return {name: near for name, near in measured.items() if near >= NEAR_ENOUGH}


def _measured(name: str, parts: list[str], short: str, numbers: set[str]) -> float:
    if (short and short == collapsed(name)) or (numbers and numbers & set(numbers_in(name))):
        return SAME
    of_name = parts_of(name)
    if len(parts) == 1:
        return max(_near_parts(parts[0], of_name).values(), default=0.0)
    return closeness(parts, of_name) if alike_parts(parts, of_name) else 0.0


def _near_one(part: str, short: str, names: Collection[str]) -> Iterator[tuple[str, float]]:
    """One name is sought: it may be any part of a longer one, or the beginning of it."""
    plain = NUL.join(map(folded, names))
    near = _near_parts(part, set(parts_in(plain)))
    for name, text, bare in zip(names, plain.split(NUL), plain.translate(BARE).split(NUL), strict=True):
        if short == (collapsed(name) if "://" in name else bare):
            yield name, SAME
        elif near and any(each in bare for each in near):
            found = [near[each] for each in parts_in(text) if each in near]
            if found:
                yield name, max(found)


def _near_parts(part: str, others: Collection[str]) -> dict[str, float]:
    near = like(part, others, NEAR_ENOUGH)
    if len(part) >= SHORTEST_START:
        near |= {other: max(BEGINS, near.get(other, 0.0)) for other in others if other.startswith(part)}
    return near
