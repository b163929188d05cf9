"""Give duties to a colleague, several at once: to somebody who can open what they are about."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import MATRIX, May
from upstander.records.access.models import Membership
from upstander.records.access.requiring import require
from upstander.records.assessments.models import Duty
from upstander.records.audit import recording

MOST = 100


class NotGiven(Problem):
    """Nothing was ticked, nobody chosen, or they cannot open what it is about."""


def may_be_given(actor: Actor) -> list[tuple[str, str]]:
    """The colleagues whose role lets them do duties, as choices."""
    doing = [role for role, permissions in MATRIX.items() if May.DO_DUTY in permissions]
    found = Membership.objects.visible_to(actor).current().filter(role__in=doing).order_by("display_name", "id")
    return [(str(id), name) for id, name in found.values_list("id", "display_name")]


def give_duties(*, actor: Actor, duty_ids: Collection[UUID], member_id: UUID | None, at: datetime) -> int:
    """All or none. Returns how many.

    Raises: NotPermitted; NotGiven.
    """
    require(actor, May.GIVE_DUTY)
    member = _colleague(actor, member_id)
    if not duty_ids:
        raise NotGiven("Tick what you want to give.", field="to")
    if len(set(duty_ids)) > MOST:
        raise NotGiven(f"Give at most {MOST} at once.", field="to")
    open_duties = Duty.objects.visible_to(actor).open().filter(actor="school", pk__in=duty_ids)
    duties = list(open_duties.select_for_update(of=("self",)).select_related("assessment"))
    if len(duties) != len(set(duty_ids)):
        raise NotGiven("Some of these are done by now. Look at the list again.", field="to")
    _check_that_they_see(member, duties)
    for duty in duties:
        before, duty.owner = duty.owner_id, member
        recording.record(
            actor, "duty_given", "case", duty.assessment.subject_id, at=at,
            duty=duty.duty, before=str(before or ""), to=str(member.pk),
        )  # fmt: skip
    return Duty.objects.bulk_update(duties, ["owner"])


def _colleague(actor: Actor, member_id: UUID | None) -> Membership:
    chosen = {id for id, _ in may_be_given(actor)}
    if member_id is None or str(member_id) not in chosen:
        raise NotGiven("Choose a colleague.", field="to")
    return Membership.objects.get(pk=member_id)


def _check_that_they_see(member: Membership, duties: Collection[Duty]) -> None:
    theirs = Duty.objects.visible_to(member.actor()).filter(pk__in=[duty.pk for duty in duties])
    hidden = len(duties) - theirs.count()
    if hidden:
        whose = "one of these cases" if hidden == 1 else f"{hidden} of these"
        raise NotGiven(
            f"{member.display_name} cannot open {whose}. Give them the case first, or choose somebody else.", field="to"
        )
