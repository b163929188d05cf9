"""The kinds of behaviour of one school: which there are for a draft, and the key under which a new one is kept."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.text import slugify

from upstander.kernel.actor import Actor
from upstander.records.policies.ladder import Behaviour, Clause, Ladder

NO_CLAUSE = "none"  # where a letter cites no clause
LONGEST_KEY = 20


@dataclass(frozen=True, slots=True)
class Kind:
    """`clause` is what the draft says about it; `before` what the version said from which the draft was begun."""

    key: str
    name: str
    clause: Clause | None
    before: Clause | None


def kinds_for(draft: Ladder) -> dict[str, Kind]:
    """By key: the draft's own in their order, then those that were taken out of it, then what is proposed to a school and is in
    neither.
    """
    now = {clause.behaviour: clause for clause in draft.clauses.in_order()}
    then = {clause.behaviour: clause for clause in draft.started_from.clauses.in_order()} if draft.started_from else {}
    proposed = {key: str(label) for key, label in Behaviour.choices}
    names = proposed | {key: clause.name for key, clause in (then | now).items()}
    return {key: Kind(key, names[key], now.get(key), then.get(key)) for key in (*now, *(then.keys() - now), *proposed)}


def key_for(name: str, kinds: Collection[Kind], actor: Actor) -> str:
    """A kind that comes back under its name is the same kind. No key that any version has is given to another."""
    again = next((kind.key for kind in kinds if kind.name.casefold() == name.casefold()), "")
    if again:
        return again
    taken = {NO_CLAUSE, *Behaviour.values, *Clause.objects.visible_to(actor).values_list("behaviour", flat=True)}
    words = slugify(name)[: LONGEST_KEY - 4].strip("-") or "kind"
    return next(key for key in (words, *(f"{words}-{number}" for number in range(2, 1000))) if key not in taken)
