"""Open a case: that somebody looked at a child's file is on record like everything else."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from upstander.kernel.actor import Actor
from upstander.records.access.matrix import May
from upstander.records.access.models import Membership
from upstander.records.access.requiring import NotPermitted, require
from upstander.records.assessments.models import Assessment
from upstander.records.audit import recording
from upstander.records.cases.models import Case
from upstander.records.intake.models import Report
from upstander.records.organisations.models import Organisation
from upstander.records.prepared import Compiled

COLUMNS = (
    "id", "organisation_id", "assessment_id", "reference", "title", "state", "lead_id", "opened_at", "closed_at", "closed_by_id",
    "closing_words",
)  # fmt: skip
BESIDE = (
    "lead__display_name",
    "closed_by__display_name",
    "organisation__rulebook",
    "assessment__report_id",
    "assessment__report__child_name",
)


def _visible(actor: Actor, case_id: UUID) -> QuerySet[Any, Any]:
    return Case.objects.visible_to(actor).filter(pk=case_id).values_list(*COLUMNS, *BESIDE)


CASE = Compiled(_visible)
Row = TypeVar("Row", bound=Model)


def read_case(*, actor: Actor, case_id: UUID, at: datetime) -> Case:
    """The case with its lead, who closed it, its rulebook, and the child whom its first report names.

    Raises: NotPermitted, alike for a case that is not there and for one that they may not see.
    """
    require(actor, May.READ_REPORT)
    rows = CASE.rows(actor, case_id)
    if not rows:
        raise NotPermitted(f"{actor.role} may not read this case")
    case = _made(rows[0])
    recording.record(actor, "read", "case", case.pk, at=at)
    return case


def _made(row: tuple[Any, ...]) -> Case:
    case = Case.from_db(None, COLUMNS, row[: len(COLUMNS)])
    lead, closer, rulebook, report_id, child = row[len(COLUMNS) :]
    case.lead = _part_of(Membership, id=case.lead_id, display_name=lead)
    case.closed_by = _part_of(Membership, id=case.closed_by_id, display_name=closer) if case.closed_by_id else None
    case.organisation = _part_of(Organisation, id=case.organisation_id, rulebook=rulebook)
    report = _part_of(Report, id=report_id, child_name=child)
    case.assessment = _part_of(Assessment, id=case.assessment_id, subject_id=case.pk)
    report.organisation = case.assessment.organisation = case.organisation
    case.assessment.report = report
    return case


def _part_of(model: type[Row], **known: Any) -> Row:
    """A row of which these columns were read; another is fetched by whoever asks for it."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname in known]
    return model.from_db(None, names, [known[name] for name in names])
