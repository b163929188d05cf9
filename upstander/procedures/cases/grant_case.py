"""Give a case to a member of the pastoral staff, or take it back."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import May
from upstander.records.access.models import Conflict, Grant, Membership, Role
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.models import Case
from upstander.records.cases.sharing import colleague, subjects_of


class NotGiven(Problem):
    """Nobody was chosen, or somebody who may not have it."""


def grant_case(*, actor: Actor, case_id: UUID, member_id: UUID | None, at: datetime) -> Membership:
    """Open the case and each report in it to a member of the pastoral staff.

    Raises: NotPermitted; CaseIsClosed; NotGiven.
    """
    case = permitted(actor, May.SHARE_CASE, Case.objects.select_for_update(of=("self",)), case_id).still_open()
    member = _pastoral(actor, case, member_id)
    Grant.objects.bulk_create(
        (
            Grant(
                organisation_id=case.organisation_id,
                membership=member,
                subject_id=subject,
                given_by_id=actor.membership_id,
                given_at=at,
            )
            for subject in subjects_of(case)
        ),
        ignore_conflicts=True,
    )
    recording.record(actor, "case_given", "case", case.pk, at=at, member=str(member.pk))
    return member


def _pastoral(actor: Actor, case: Case, member_id: UUID | None) -> Membership:
    member = colleague(actor, member_id)
    if member is None or member.role != Role.PASTORAL:
        raise NotGiven("Choose a member of the pastoral staff.", field="member")
    if Conflict.objects.filter(membership=member, subject_id=case.pk).exists():
        raise NotGiven(f"{member.display_name} has a conflict of interest in this case.", field="member")
    return member


def take_back_case(*, actor: Actor, case_id: UUID, member_id: UUID | None, at: datetime) -> Membership:
    """Close the case and its reports again to a member of the pastoral staff.

    Raises: NotPermitted; NotGiven.
    """
    case = permitted(actor, May.SHARE_CASE, Case.objects, case_id)
    member = colleague(actor, member_id)
    if member is None:
        raise NotGiven("Choose somebody who has the case.", field="member")
    Grant.objects.filter(membership=member, subject_id__in=list(subjects_of(case))).delete()
    recording.record(actor, "case_taken_back", "case", case.pk, at=at, member=str(member.pk))
    return member
