"""What the pages about the staff show: who is away until when, and what somebody holds who leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from upstander.desks.frame.words import day, plural
from upstander.desks.school.keysets import Key
from upstander.desks.school.ready import Rows, fetch
from upstander.kernel.actor import Actor
from upstander.procedures.triage.give_duties import may_be_given
from upstander.records.access.models import Absence, Membership
from upstander.records.assessments.models import Duty
from upstander.records.cases.models import Case
from upstander.records.policies.prevention import Prevention


@dataclass(frozen=True, slots=True)
class Away:
    id: UUID
    days: str
    cover: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class MemberLine:
    id: UUID
    name: str
    role: str
    away: tuple[Away, ...]
    is_me: bool


def members_of(actor: Actor, at: datetime) -> list[MemberLine]:
    away: dict[UUID, list[Away]] = {}
    coming = Absence.objects.visible_to(actor).filter(away_until__gt=at).select_related("cover").order_by("away_from", "id")
    for absence in coming:
        away.setdefault(absence.membership_id, []).append(_away(absence, at))
    members = Membership.objects.visible_to(actor).current().order_by("display_name", "id")
    return [
        MemberLine(
            id=member.pk,
            name=member.display_name,
            role=member.get_role_display(),
            away=tuple(away.get(member.pk, ())),
            is_me=member.pk == actor.membership_id,
        )
        for member in members
    ]


def _away(absence: Absence, at: datetime) -> Away:
    first, last = day(absence.away_from), day(absence.away_until - timedelta(minutes=1))
    days = first if first == last else f"{first} to {last}"
    return Away(absence.pk, days, absence.cover.display_name, absence.away_from <= at)


def covering(actor: Actor, at: datetime) -> list[str]:
    """For whom this person stands in now, and until when: Mr Lund until 4 December."""
    return [f"{name} until {day(until - timedelta(minutes=1))}" for name, until in fetch("covering", _covered, actor, at)]


def _covered(actor: Actor, at: datetime, key: Key) -> Rows:
    found = Absence.objects.visible_to(actor).covered_by(actor.membership_id).at(at)
    return found.values_list("membership__display_name", "away_until")


def colleagues_of(actor: Actor, member: Membership) -> list[tuple[str, str]]:
    return [("", "Choose a colleague"), *(each for each in may_be_given(actor) if each[0] != str(member.pk))]


def held_by(actor: Actor, member: Membership) -> list[str]:
    """What changes hands, as far as the reader may see it: a number of the rest would tell them that there is something."""
    return [
        plural(Case.objects.visible_to(actor).open().filter(lead=member).count(), "open case"),
        plural(Duty.objects.visible_to(actor).open().filter(owner=member).count(), "thing to do", "things to do"),
        plural(Prevention.objects.visible_to(actor).owned_by(member.pk).count(), "prevention measure"),
    ]
