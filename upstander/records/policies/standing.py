"""Where a school's ladder stands: what is in force, what is to come, what is being written, what was, what was dropped."""

from dataclasses import dataclass
from datetime import date

from upstander.kernel.actor import Actor
from upstander.records.policies.ladder import Ladder


@dataclass(frozen=True, slots=True)
class Standing:
    in_force: Ladder | None
    to_come: Ladder | None
    draft: Ladder | None
    earlier: tuple[Ladder, ...]
    dropped: tuple[Ladder, ...]


def standing_of(actor: Actor, on: date) -> Standing:
    people = ("approval_recorded_by", "started_by", "dropped_by")
    every = list(Ladder.objects.visible_to(actor).select_related(*people).newest_first())
    begun = [it for it in every if it.in_force_from and it.in_force_from <= on]
    return Standing(
        in_force=begun[0] if begun else None,
        to_come=next((it for it in every if it.in_force_from and it.in_force_from > on), None),
        draft=next((it for it in every if it.approved_on is None and it.dropped_at is None), None),
        earlier=tuple(begun[1:]),
        dropped=tuple(it for it in every if it.dropped_at),
    )
