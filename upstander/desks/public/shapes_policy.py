"""A school's published ladder as anybody reads it: plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from upstander.desks.frame.addresses import address
from upstander.desks.frame.words import full_day
from upstander.records.policies.models import Clause, Ladder


@dataclass(frozen=True, slots=True)
class ClauseShape:
    """Shapes: `parts` are pairs of where, and what the school usually does."""

    id: str
    behaviour: str
    means: str
    clause: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class VersionLine:
    name: str
    href: str
    when: str
    approved: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Policy:
    """`when` says since when it is in force, or when it was; `beware` that another version is in force now."""

    name: str
    version: str
    when: str
    is_in_force: bool
    beware: str
    approved: str
    review: str
    clauses: tuple[ClauseShape, ...]
    versions: tuple[VersionLine, ...]


def policy_of(ladders: Sequence[Ladder], shown: Ladder, urn: int, today: date) -> Policy:
    """Shapes: `ladders` are all approved versions of one school, the newest first."""
    begun = [ladder for ladder in ladders if _begins(ladder) <= today]
    is_in_force, when = shown in begun[:1], _when(shown, ladders, today)
    beware = f"This is an earlier version. It was in force {when}." if shown in begun else f"This version applies {when}."
    return Policy(
        name=shown.policy,
        version=shown.version,
        when=when,
        is_in_force=is_in_force,
        beware="" if is_in_force else beware,
        approved=_approved(shown),
        review=full_day(shown.review_on) if shown.review_on else "",
        clauses=clauses_of(shown),
        versions=tuple(_line(ladder, ladders, shown, urn, today) for ladder in ladders),
    )


def clauses_of(ladder: Ladder) -> tuple[ClauseShape, ...]:
    return tuple(_clause(clause) for clause in ladder.clauses.in_order())


def _clause(clause: Clause) -> ClauseShape:
    parts = (("In school", clause.in_school), ("Outside school", clause.outside_school), ("To put it right", clause.restorative))
    said = tuple(part for part in parts if part[1])
    return ClauseShape(f"kind-{clause.behaviour}", clause.name, clause.means, clause.clause, said)


def _line(ladder: Ladder, ladders: Sequence[Ladder], shown: Ladder, urn: int, today: date) -> VersionLine:
    return VersionLine(
        name=ladder.version,
        href=address("public:policy_version", urn, _begins(ladder).isoformat()),
        when=_when(ladder, ladders, today),
        approved=_approved(ladder),
        is_shown=ladder == shown,
    )


def _when(ladder: Ladder, ladders: Sequence[Ladder], today: date) -> str:
    """From a day until the day before the next version begins."""
    begins = _begins(ladder)
    next_one = min((_begins(it) for it in ladders if _begins(it) > begins), default=None)
    if next_one and next_one <= today:
        return f"from {full_day(begins)} until {full_day(next_one - timedelta(days=1))}"
    return f"{'since' if begins <= today else 'from'} {full_day(begins)}"


def _approved(ladder: Ladder) -> str:
    if ladder.approval_recorded_by_id is None:
        return "Not on record"
    return f"{ladder.approved_by}, {full_day(ladder.approved_on)}. {ladder.minute}" if ladder.approved_on else ""


def _begins(ladder: Ladder) -> date:
    assert ladder.in_force_from is not None
    return ladder.in_force_from
