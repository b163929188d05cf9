"""Record a colleague's conflict of interest, which shuts them out of a case and its reports at once."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed_line
from upstander.records.access.matrix import May
from upstander.records.access.models import Grant, Membership, wall_off
from upstander.records.access.requiring import permitted
from upstander.records.assessments.models import Duty
from upstander.records.audit import recording
from upstander.records.cases.models import Case
from upstander.records.cases.sharing import colleague, could_lead, subjects_of


class NotWalledOff(Problem):
    """Whom or why is missing, or nobody would be left who can handle the case."""


def wall_off_member(*, actor: Actor, case_id: UUID, member_id: UUID | None, reason: str, at: datetime) -> Membership:
    """Anybody who works on a case may say that they themselves have a conflict; for a colleague it takes a lead.

    Their duties here go back to nobody, and what was given to them is taken back.
    Raises: NotPermitted; NotWalledOff.
    """
    own = member_id == actor.membership_id
    rows = Case.objects.select_for_update(of=("self",))
    case = permitted(actor, May.READ_REPORT if own else May.SHARE_CASE, rows, case_id)
    member = _checked(actor, case, member_id, reason)
    subjects = list(subjects_of(case))
    for subject in subjects:
        wall_off(member, subject, typed_line(reason), at)
    Grant.objects.filter(membership=member, subject_id__in=subjects).delete()
    Duty.objects.open().filter(assessment=case.assessment_id, owner=member).update(owner=None)
    recording.record(actor, "conflict_recorded", "case", case.pk, at=at, member=str(member.pk))
    return member


def _checked(actor: Actor, case: Case, member_id: UUID | None, reason: str) -> Membership:
    member = colleague(actor, member_id)
    problems = {}
    if member is None:
        problems["member"] = "Choose who it is."
    elif member.pk == case.lead_id:
        problems["member"] = f"{member.display_name} leads this case. Let somebody else lead it first."
    elif all(left.pk == member.pk for left in could_lead(case)):
        problems["member"] = f"Without {member.display_name} nobody would be left who can handle this case."
    if not typed_line(reason) or len(typed_line(reason)) > 200:
        problems["reason"] = "Write what the conflict is, in at most 200 characters: “her nephew is in the case”."
    if member is None or problems:
        raise NotWalledOff(problems)
    return member
