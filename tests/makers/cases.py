"""Cases, and who has which part in them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tests.makers.ground import AT, on_behalf_of
from tests.makers.people import make_child
from tests.makers.reports import make_report
from upstander.kernel.references import reference, uuid7
from upstander.records.access.models import Membership
from upstander.records.assessments.models import Assessment
from upstander.records.cases.models import (
    Carer,
    Case,
    CaseReport,
    CaseState,
    Compared,
    Comparison,
    Family,
    Involvement,
    Note,
    Part,
    Proposal,
    Relationship,
)
from upstander.records.cases.searching import make_findable
from upstander.records.intake.models import Report
from upstander.records.people.models import Person


def make_case(
    *,
    lead: Membership,
    reports: list[Report] | None = None,
    title: str = "Clips in the Year 9 group chat",
    state: str = CaseState.OPEN,
    at: datetime = AT,
    case_id: UUID | None = None,
) -> Case:
    """A case opened from its first report. Without `reports` it gets one of its own."""
    organisation = lead.organisation
    joined = reports or [make_report(organisation=organisation, at=at, taken_by=lead)]
    with on_behalf_of(organisation.pk):
        assessment = Assessment.objects.get(report=joined[0])
        assessment.report = joined[0]
        case = Case.objects.create(
            id=case_id or uuid7(),
            organisation=organisation,
            assessment=assessment,
            reference=reference(),
            title=title,
            lead=lead,
            opened_at=at,
            state=state,
            closed_at=at if state == CaseState.CLOSED else None,
            closed_by=lead if state == CaseState.CLOSED else None,
        )
        assessment.subject_id = case.pk
        assessment.save(update_fields=["subject_id"])
        for report in joined:
            join(case=case, report=report, by=lead, at=at)
        label = f"{case.reference} {title}"
        make_findable(organisation.pk, case.pk, is_case=True, label=label, words=label, at=at)
    return case


def join(*, case: Case, report: Report, by: Membership, at: datetime = AT) -> CaseReport:
    with on_behalf_of(case.organisation_id):
        Assessment.objects.filter(report=report).exclude(pk=case.assessment_id).update(
            merged_into=case.assessment_id, subject_id=case.pk
        )
        return CaseReport.objects.create(
            organisation_id=case.organisation_id, case=case, report=report, joined_at=at, joined_by=by
        )


def make_involvement(*, case: Case, person: Person, part: str = Part.TARGETED, at: datetime = AT) -> Involvement:
    with on_behalf_of(case.organisation_id):
        return Involvement.objects.create(
            organisation_id=case.organisation_id, case=case, person=person, part=part, since=at, reason="Named in the report."
        )


def make_family(
    *,
    case: Case,
    child: Person | None = None,
    part: str = Part.TARGETED,
    report: Report | None = None,
    at: datetime = AT,
    told_at: datetime | None = None,
    not_told_by: Membership | None = None,
    not_told_reason: str = "",
) -> Family:
    """One child's family, with the child's part in the case. Without `child` there is a new one."""
    if child is None:
        child = make_child(organisation=case.organisation, at=at)
    with on_behalf_of(case.organisation_id):
        if not Involvement.objects.filter(case=case, person=child, part=part).exists():
            make_involvement(case=case, person=child, part=part, at=at)
        return Family.objects.create(
            organisation_id=case.organisation_id,
            case=case,
            child=child,
            report=report,
            waiting_since=at,
            told_at=told_at,
            not_told_at=at if not_told_by else None,
            not_told_by=not_told_by,
            not_told_reason=not_told_reason,
        )


def make_note(*, case: Case, by: Membership, words: str = "Spoke to the form tutor.", at: datetime = AT) -> Note:
    with on_behalf_of(case.organisation_id):
        return Note.objects.create(organisation_id=case.organisation_id, case=case, words=words, written_by=by, at=at)


def make_proposal(*, one: Person, other: Person, at: datetime = AT) -> Proposal:
    low, high = sorted((one, other), key=lambda person: person.pk)
    with on_behalf_of(one.organisation_id):
        return Proposal.objects.create(
            organisation_id=one.organisation_id, one=low, other=high, because=["the name"], proposed_at=at
        )


def make_comparison(
    *,
    kind: str,
    kept_id: UUID,
    other_id: UUID,
    by: Membership,
    is_same: bool = True,
    reason: str = "Same form.",
    at: datetime = AT,
) -> Comparison:
    with on_behalf_of(by.organisation_id):
        if kind == Compared.PERSON and is_same:
            Person.objects.filter(pk=other_id).update(same_as=kept_id)
        return Comparison.objects.create(
            organisation_id=by.organisation_id,
            kind=kind,
            kept_id=kept_id,
            other_id=other_id,
            is_same=is_same,
            reason=reason,
            decided_by=by,
            decided_at=at,
        )


def make_carer(
    *,
    child: Person,
    by: Membership,
    name: str = "Ana Ashdown",
    responsibility: str = "yes",
    why_not: str = "",
    court_order: str = "",
    at: datetime = AT,
) -> Carer:
    """Who may be told, unless `why_not` says otherwise."""
    with on_behalf_of(child.organisation_id):
        return Carer.objects.create(
            organisation_id=child.organisation_id,
            child=child,
            name=name,
            relationship=Relationship.MOTHER,
            responsibility=responsibility,
            may_be_told=not why_not,
            why_not=why_not,
            court_order=court_order,
            recorded_by=by,
            recorded_at=at,
        )
