"""Arrange the kinds of behaviour in the draft: in another order, or without one. Versions that were approved stay as they are."""

from datetime import datetime

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import May
from upstander.records.access.requiring import require
from upstander.records.audit import recording
from upstander.records.policies.drafting import draft_for
from upstander.records.policies.ladder import Clause, Ladder


class NotInTheDraft(Problem):
    """Somebody took the kind out in the meantime, or it never was there."""


def move_kind(*, actor: Actor, behaviour: str, by: int, at: datetime) -> None:
    """Units: `by` counts places; down is more than 0. Beyond the ends there is nowhere to go.

    Raises: NotPermitted; NoDraft; NotInTheDraft.
    """
    require(actor, May.WRITE_POLICY)
    ladder = draft_for(actor)
    clauses = list(ladder.clauses.in_order())
    clause = _found(clauses, behaviour)
    to = min(max(clauses.index(clause) + by, 0), len(clauses) - 1)
    clauses.remove(clause)
    clauses.insert(to, clause)
    _number(clauses)
    recording.record(actor, "kind_moved", "ladder", ladder.pk, at=at, behaviour=behaviour, place=to + 1)


def take_out_kind(*, actor: Actor, behaviour: str, at: datetime) -> Ladder:
    """The next version says nothing about it. What earlier versions say of it, and what cites them, stays.

    Raises: NotPermitted; NoDraft; NotInTheDraft.
    """
    require(actor, May.WRITE_POLICY)
    ladder = draft_for(actor)
    clauses = list(ladder.clauses.in_order())
    clause = _found(clauses, behaviour)
    clauses.remove(clause)
    clause.delete()
    _number(clauses)
    recording.record(actor, "kind_taken_out", "ladder", ladder.pk, at=at, behaviour=behaviour)
    return ladder


def _found(clauses: list[Clause], behaviour: str) -> Clause:
    found = next((clause for clause in clauses if clause.behaviour == behaviour), None)
    if found is None:
        raise NotInTheDraft("The draft says nothing about this kind any more. Somebody may have taken it out.")
    return found


def _number(clauses: list[Clause]) -> None:
    for place, clause in enumerate(clauses, 1):
        clause.place = place
    Clause.objects.bulk_update(clauses, ["place"])
