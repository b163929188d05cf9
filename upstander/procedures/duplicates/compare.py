"""Decide that two people, or two reports, are the same one or are not. Nothing is joined by a machine, and nothing is lost."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed
from upstander.records.access.matrix import May
from upstander.records.access.requiring import NotPermitted, require
from upstander.records.audit import recording
from upstander.records.cases.knowing import known_people
from upstander.records.cases.models import Compared, Comparison
from upstander.records.cases.suspecting import settle
from upstander.records.intake.models import Report
from upstander.records.people.models import Person

LONGEST_REASON = 2_000


class NotCompared(Problem):
    """The answer or the reason is missing, or it was decided already."""


def compare(
    *, actor: Actor, kind: str, kept_id: UUID, other_id: UUID, is_same: bool | None, reason: str, at: datetime
) -> Comparison:
    """Of two people who are the same, both rows stay as they are and the other points at the one that is kept.

    Raises: NotPermitted, also when only one of them may be seen; NotCompared.
    """
    require(actor, May.SETTLE_DUPLICATES)
    organisation_id = _both(actor, kind, kept_id, other_id)
    _check(kept_id, other_id, is_same, reason)
    if kind == Compared.PERSON and is_same:
        _point(kept_id, other_id)
    comparison = Comparison.objects.create(
        organisation_id=organisation_id,
        kind=kind,
        kept_id=kept_id,
        other_id=other_id,
        is_same=bool(is_same),
        reason=typed(reason),
        decided_by_id=actor.member,
        decided_at=at,
    )
    if kind == Compared.PERSON:
        settle(kept_id, other_id, at)
    verb = "joined_as_same" if is_same else "kept_apart"
    recording.record(actor, verb, kind, kept_id, at=at, other=str(other_id), comparison=str(comparison.pk))
    return comparison


def _both(actor: Actor, kind: str, kept_id: UUID, other_id: UUID) -> UUID:
    """Lock people in one order, so that two decisions about them wait for each other. Returns whose they are."""
    rows = known_people(actor) if kind == Compared.PERSON else Report.objects.visible_to(actor)
    seen = dict(rows.filter(pk__in=(kept_id, other_id)).values_list("pk", "organisation_id"))
    if seen.keys() != {kept_id, other_id}:
        raise NotPermitted("may not see both")
    if kind == Compared.PERSON:
        list(Person.objects.filter(pk__in=seen).order_by("pk").select_for_update())
    return seen[kept_id]


def _check(kept_id: UUID, other_id: UUID, is_same: bool | None, reason: str) -> None:
    problems = {}
    if is_same is None:
        problems["same"] = "Choose whether they are the same."
    if not typed(reason):
        problems["reason"] = "Write how you know, in a few words."
    elif len(typed(reason)) > LONGEST_REASON:
        problems["reason"] = f"Use at most {LONGEST_REASON:,} characters."
    if kept_id == other_id:
        problems[""] = "That is one and the same already."
    elif Comparison.objects.standing().about(kept_id).about(other_id).exists():
        problems[""] = "Somebody has decided about these two. Undo that first."
    if problems:
        raise NotCompared(problems)


def _point(kept_id: UUID, other_id: UUID) -> None:
    """One step only: a row that others point at, or that points elsewhere, is not pointed again."""
    people = {person.pk: person for person in Person.objects.filter(pk__in=(kept_id, other_id))}
    if any(person.same_as_id for person in people.values()) or Person.objects.filter(same_as=other_id).exists():
        raise NotCompared(
            f"{people[other_id].name} is joined with somebody already. Join the rows that are kept, or undo that first."
        )
    Person.objects.filter(pk=other_id).update(same_as=kept_id)
