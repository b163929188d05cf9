"""Open a case from a report: the file in which an incident is looked into and each family is told."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.references import reference, uuid7
from upstander.kernel.typed import typed_line
from upstander.records.access.matrix import May, role_may
from upstander.records.access.models import Conflict, Membership
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.bringing_in import Named, NotBroughtIn, bring_in, check_people
from upstander.records.cases.models import Case, CaseReport
from upstander.records.cases.searching import make_findable
from upstander.records.intake.known_by import known_by
from upstander.records.intake.models import Report
from upstander.records.intake.saying import all_words


class NotOpened(Problem):
    """The title, the lead or the people are missing, or the report has a case already."""


def open_case(
    *,
    actor: Actor,
    report_id: UUID,
    title: str,
    lead_id: UUID | None,
    people: Sequence[Named],
    family_of: int | None,
    at: datetime,
) -> Case:
    """The report's assessment becomes the case's: facts, verdict and duties go on without a break.

    `family_of` is the place in `people` of the child whose family made the report; letters wait behind its code.
    Raises: NotPermitted; NotOpened or NotBroughtIn, with a sentence for each field.
    """
    rows = Report.objects.select_for_update(of=("self",)).select_related("assessment", "organisation")
    report = permitted(actor, May.OPEN_CASE, rows, report_id)
    lead = _check(report, title, lead_id, people, family_of)
    case = Case.objects.create(
        id=uuid7(),
        organisation_id=report.organisation_id,
        assessment=report.assessment,
        reference=reference(),
        title=typed_line(title),
        lead=lead,
        opened_at=at,
    )
    report.assessment.subject_id = case.pk
    report.assessment.save(update_fields=["subject_id"])
    label = f"{case.reference} {case.title}"
    make_findable(
        case.organisation_id,
        case.pk,
        is_case=True,
        label=label,
        words=f"{label} {all_words(report.answers)}",
        at=at,
        known_by=known_by(report.answers),
    )
    bring_in(case, report, people, family_of, actor=actor, at=at)
    recording.record(actor, "opened", "case", case.pk, at=at, report=str(report.pk), people=len(people), lead=str(lead.pk))
    return case


def could_lead(report: Report) -> list[Membership]:
    """Who may decide about it: by role, and not shut out of the report."""
    shut_out = Conflict.objects.filter(subject_id=report.pk).values("membership_id")
    members = Membership.objects.current().filter(organisation_id=report.organisation_id).exclude(pk__in=shut_out)
    return [member for member in members.order_by("display_name", "id") if role_may(member.role, May.OPEN_CASE)]


def _check(report: Report, title: str, lead_id: UUID | None, people: Sequence[Named], family_of: int | None) -> Membership:
    problems = {}
    if CaseReport.objects.filter(report=report).exists():
        raise NotOpened("This report is part of a case already.")
    if not typed_line(title) or len(typed_line(title)) > 200:
        problems["title"] = "Write a title of at most 200 characters that says what it is about and labels nobody."
    lead = next((member for member in could_lead(report) if member.pk == lead_id), None)
    if lead is None:
        problems["lead"] = "Choose who leads."
    try:
        check_people(people, family_of, report)
    except NotBroughtIn as found:
        problems |= found.sentences
    if lead is None or problems:
        raise NotOpened(problems)
    return lead
