"""Take back a decision about two people or two reports: both stand again as they did."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.models import Compared, Comparison
from upstander.records.cases.suspecting import settle
from upstander.records.people.models import Person


class NotUndone(Problem):
    """It has been undone, or nobody said why."""


def undo_comparison(*, actor: Actor, comparison_id: UUID, because: str, at: datetime) -> Comparison:
    """Raises: NotPermitted; NotUndone."""
    it = permitted(actor, May.SETTLE_DUPLICATES, Comparison.objects.select_for_update(), comparison_id)
    if it.undone_at is not None:
        raise NotUndone("Somebody has undone this already.")
    if not typed(because):
        raise NotUndone("Write why, in a few words.", field="because")
    it.undone_at, it.undone_by_id, it.undone_because = at, actor.member, typed(because)
    it.save(update_fields=["undone_at", "undone_by", "undone_because"])
    if it.kind == Compared.PERSON:
        settle(it.kept_id, it.other_id, None)
    if it.kind == Compared.PERSON and it.is_same:
        Person.objects.filter(pk=it.other_id, same_as=it.kept_id).update(same_as=None)
    recording.record(actor, "comparison_undone", it.kind, it.kept_id, at=at, other=str(it.other_id), comparison=str(it.pk))
    return it
