"""Who may see one case, beside what their role says: those it was given to, and those who are shut out."""

from collections.abc import Iterator
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.records.access.models import Conflict, Grant, Membership, Role
from upstander.records.cases.models import Case, CaseReport

LEADS = (Role.DSL, Role.DEPUTY_DSL, Role.HEAD)


def subjects_of(case: Case) -> Iterator[UUID]:
    """What a grant or a conflict about this case is about: the case, and each report in it."""
    yield case.pk
    yield from CaseReport.objects.filter(case=case).values_list("report_id", flat=True)


def colleague(actor: Actor, member_id: UUID | None) -> Membership | None:
    """A current member of the same organisation."""
    return Membership.objects.visible_to(actor).current().filter(pk=member_id).first() if member_id else None


def could_lead(case: Case) -> list[Membership]:
    """The members of staff whose role lets them decide, and whom no conflict keeps from this case, by name."""
    leads = Membership.objects.current().filter(organisation=case.organisation_id, role__in=LEADS)
    return list(leads.exclude(conflicts__subject_id=case.pk).order_by("display_name", "id"))


def lead_for(case: Case, wanted: UUID) -> UUID:
    """Who is to lead the case: whoever is wanted; where they have left, or must not see it, the safeguarding lead or whoever
    stands in."""
    could = could_lead(case)
    if not could or wanted in {member.pk for member in could}:
        return wanted
    return min(could, key=lambda member: LEADS.index(Role(member.role))).pk


def given_to(case: Case) -> list[Grant]:
    return list(Grant.objects.filter(subject_id=case.pk).select_related("membership", "given_by"))


def shut_out(case: Case) -> list[Conflict]:
    return list(Conflict.objects.filter(subject_id=case.pk).select_related("membership"))
