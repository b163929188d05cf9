"""Who can see a case and why, who cannot, and who could be let in."""

from __future__ import annotations

from dataclasses import dataclass

from upstander.desks.frame.words import short_day
from upstander.kernel.actor import Actor
from upstander.records.access.models import Membership, Role
from upstander.records.cases.models import Case
from upstander.records.cases.sharing import LEADS, given_to, shut_out


@dataclass(frozen=True, slots=True)
class Seer:
    id: str
    name: str
    role: str
    why: str
    is_given: bool


@dataclass(frozen=True, slots=True)
class Access:
    """Shapes: choices are (id, words) pairs."""

    can: tuple[Seer, ...]
    cannot: tuple[Seer, ...]
    could_have: tuple[tuple[str, str], ...]
    could_lead: tuple[tuple[str, str], ...]
    colleagues: tuple[tuple[str, str], ...]
    lead: str


def access_of(actor: Actor, case: Case) -> Access:
    """Three queries. Governors and whoever has no role with cases are not in it: they never see one."""
    members = list(Membership.objects.visible_to(actor).current().order_by("display_name", "id"))
    grants = {grant.membership_id: grant for grant in given_to(case)}
    conflicts = {conflict.membership_id: conflict for conflict in shut_out(case)}
    free = [member for member in members if member.pk not in conflicts]
    leads = [member for member in free if member.role in LEADS]
    pastoral = [member for member in free if member.role == Role.PASTORAL]
    given = [member for member in pastoral if member.pk in grants]
    return Access(
        can=tuple(
            [_seer(it, "leads this case" if it.pk == case.lead_id else "by role") for it in leads]
            + [_seer(it, f"given {short_day(grants[it.pk].given_at)}", is_given=True) for it in given]
        ),
        cannot=tuple(
            _seer(it, f"{conflicts[it.pk].reason} (since {short_day(conflicts[it.pk].since)})")
            for it in members
            if it.pk in conflicts
        ),
        could_have=_choices([it for it in pastoral if it.pk not in grants]),
        could_lead=_choices(leads),
        colleagues=_choices([it for it in free if it.role in LEADS or it.role == Role.PASTORAL]),
        lead=str(case.lead_id),
    )


def _seer(member: Membership, why: str, *, is_given: bool = False) -> Seer:
    return Seer(str(member.pk), member.display_name, member.get_role_display(), why, is_given)


def _choices(members: list[Membership]) -> tuple[tuple[str, str], ...]:
    return tuple((str(member.pk), f"{member.display_name}, {member.get_role_display()}") for member in members)
