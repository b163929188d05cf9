"""Say which report a family made, so that what is sent to them waits behind its code."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.as_asked import read_as_asked
from upstander.records.cases.barred import barred_reader
from upstander.records.cases.models import CaseReport, Family
from upstander.records.intake.coming_back import can_come_back
from upstander.records.intake.models import Relation, Report

FROM_THE_FAMILY = (Relation.PARENT, Relation.CHILD)


class NotTheirs(Problem):
    """The report is not this family's, or cannot be any more."""


def link_family_report(*, actor: Actor, family_id: UUID, report_id: UUID | None, at: datetime) -> Family:
    """Without a report, letters go on paper. With one, they come in the language that it asks for, unless one was said already.

    Raises: NotPermitted; CaseIsClosed; NotTheirs.
    """
    rows = Family.objects.select_for_update(of=("self",)).select_related("case", "child")
    family = permitted(actor, May.COMPOSE_LETTER, rows, family_id)
    family.case.still_open()
    if family.told_at:
        raise NotTheirs("This family has been told. How they read it stays as it was.", field="report")
    family.report = _checked(family, report_id) if report_id else None
    family.save(update_fields=["report"])
    if family.report:
        read_as_asked(family.report)
        family.refresh_from_db(fields=["language"])
    recording.record(
        actor,
        "family_linked",
        "case",
        family.case_id,
        at=at,
        family=str(family.pk),
        report=str(report_id or ""),
        language=family.language,
    )
    return family


def _checked(family: Family, report_id: UUID) -> Report:
    joined = CaseReport.objects.filter(case=family.case_id, report=report_id).select_related("report").first()
    if joined is None or joined.report.relation not in FROM_THE_FAMILY:
        raise NotTheirs("Choose a report that the child or their parent or carer made.", field="report")
    if not can_come_back(joined.report):
        raise NotTheirs("Nobody holds a code to that report: choose paper.", field="report")
    if barred := barred_reader(family, joined.report):
        raise NotTheirs(
            f"{barred} made that report, and must not be told about {family.child.name}: choose another, or paper.",
            field="report",
        )
    other = Family.objects.filter(case=family.case_id, report=report_id).exclude(pk=family.pk).select_related("child").first()
    if other:
        raise NotTheirs(
            f"That report is the one of {other.child.name}’s family. One code never opens two families’ letters.", field="report"
        )
    return joined.report
