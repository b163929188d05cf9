"""Somebody leaves the school: their way in ends, and what was theirs is somebody else's, at once and on record."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import May, role_may
from upstander.records.access.models import Absence, Membership
from upstander.records.access.requiring import permitted
from upstander.records.assessments.models import Duty
from upstander.records.audit import recording
from upstander.records.cases.models import Case
from upstander.records.cases.sharing import LEADS, colleague, lead_for
from upstander.records.investigations.enquiries import PlannedStep
from upstander.records.policies.prevention import Prevention


class NotLetGo(Problem):
    """Nobody would be left who can handle what was theirs."""


@dataclass(frozen=True, slots=True)
class TakenOver:
    """How much of each changed hands; `left_open` duties are nobody's, because the successor may not see the case."""

    cases: int
    duties: int
    left_open: int


def let_member_go(*, actor: Actor, member_id: UUID, successor_id: UUID | None, at: datetime) -> TakenOver:
    """Also what the actor cannot see changes hands, and nothing that they are told depends on it. A case that the successor must
    not handle goes to the safeguarding lead or whoever stands in.

    Raises: NotPermitted; NotLetGo.
    """
    rows = Membership.objects.current().select_for_update(of=("self",))
    member = permitted(actor, May.KEEP_SCHOOL, rows, member_id)
    successor = _checked(actor, member, successor_id)
    member.until = at
    member.save(update_fields=["until"])
    taken = TakenOver(
        cases=_hand_over_cases(actor, member, successor, at),
        duties=_hand_over_duties(member, successor),
        left_open=Duty.objects.open().filter(owner=member).update(owner=None),
    )
    _hand_over_steps(member, successor)
    Prevention.objects.owned_by(member.pk).update(owner=successor)
    Absence.objects.filter(cover=member, away_until__gt=at).exclude(membership=successor).update(cover=successor)
    recording.record(
        actor, "left", "membership", member.pk, at=at, successor=str(successor.pk),
        cases=taken.cases, duties=taken.duties, duties_left_open=taken.left_open,
    )  # fmt: skip
    return taken


def _hand_over_cases(actor: Actor, member: Membership, successor: Membership, at: datetime) -> int:
    cases = list(Case.objects.open().filter(organisation=member.organisation_id, lead=member).select_for_update(of=("self",)))
    for case in cases:
        case.lead_id = lead_for(case, successor.pk)
        recording.record(actor, "lead_assigned", "case", case.pk, at=at, before=str(member.pk), after=str(case.lead_id))
    return Case.objects.bulk_update(cases, ["lead"]) if cases else 0


def _hand_over_duties(member: Membership, successor: Membership) -> int:
    """Theirs, and what nobody had for a report that they took and no case was made of: that they took it stays on the report."""
    theirs = Q(owner=member) | Q(owner=None, assessment__report__taken_by=member, assessment__case=None)
    seen = Duty.objects.visible_to(successor.actor()).open().filter(theirs, actor="school").values_list("pk", flat=True)
    return Duty.objects.filter(pk__in=list(seen)).update(owner=successor)


def _hand_over_steps(member: Membership, successor: Membership) -> None:
    """Open steps of plans; those of a case that the successor may not see go to whoever leads it."""
    theirs = PlannedStep.objects.open().filter(owner=member)
    seen = PlannedStep.objects.visible_to(successor.actor()).open().filter(owner=member).values_list("pk", flat=True)
    theirs.filter(pk__in=list(seen)).update(owner=successor)
    for step in theirs.select_related("case"):
        step.owner_id = step.case.lead_id
        step.save(update_fields=["owner"])


def _checked(actor: Actor, member: Membership, successor_id: UUID | None) -> Membership:
    successor = colleague(actor, successor_id)
    if member.pk == actor.membership_id:
        raise NotLetGo("Somebody else has to record that you have left.")
    if successor is None or successor.pk == member.pk or not role_may(successor.role, May.DO_DUTY):
        raise NotLetGo("Choose the colleague who takes over.", field="successor")
    if member.role in LEADS and successor.role not in LEADS:
        raise NotLetGo("They may lead cases. Choose a safeguarding lead, a deputy or the head.", field="successor")
    return successor
