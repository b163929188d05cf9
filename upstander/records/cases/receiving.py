"""Put a report before a school: frozen, triaged, with its duties, findable, and walled off from whoever it accuses.

Whoever receives it, from a family's draft or written down by staff, adds the code and the audit entry in the same transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from upstander.kernel.actor import reporter, system
from upstander.kernel.clock import in_london
from upstander.kernel.digests import of_json
from upstander.kernel.references import reference
from upstander.kernel.school_days import closing
from upstander.records.access.models import Membership, Role, wall_off
from upstander.records.assessments.assessing import assess, put_on_record
from upstander.records.assessments.models import Assessment, FactSource, Verdict
from upstander.records.cases.searching import make_findable
from upstander.records.evidence.models import Item
from upstander.records.intake.family_words import for_the_receipt
from upstander.records.intake.known_by import known_by
from upstander.records.intake.models import Milestone, Relation, Report, Stage
from upstander.records.intake.saying import all_words
from upstander.records.intake.taking_facts import facts_from
from upstander.records.organisations.models import Organisation

SCHOOL_DAYS_TO_TELL = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What somebody said. `told_at` is when the school was told, `at` when it came on record: mostly the same moment."""

    id: UUID
    school: Organisation
    answers: Mapping[str, Any]
    told_at: datetime
    at: datetime
    files: Sequence[Item] = ()


def put_before_school(it: Incoming) -> Report:
    """Raises: IntegrityError, when two reports draw the same reference, one time in 700 million."""
    verdict = _assessed(it, facts_from(it.answers))  # the foreign keys to the report are checked at commit
    report = _report(it, verdict)
    Milestone.objects.create(organisation=it.school, report=report, stage=Stage.SENT, at=it.told_at)
    if verdict.facts.get("head_accused") == "yes":
        _wall_off_heads(report, it.at)
    label = report.child_name or f"Report {report.reference}"
    words = f"{report.reference}\n{all_words(report.answers)}"
    make_findable(
        report.organisation_id, report.pk, is_case=False, label=label, words=words, at=it.told_at, known_by=known_by(it.answers)
    )
    return report


def _assessed(it: Incoming, facts: dict[str, str]) -> Verdict:
    assessment = Assessment.objects.create(organisation=it.school, report_id=it.id, subject_id=it.id)
    said_by, record = reporter(it.id, it.school.pk), system(it.school.pk)
    put_on_record(assessment, facts, source=FactSource.REPORT, by=said_by, at=it.at, source_id=it.id)
    put_on_record(assessment, {"school_told": "yes"}, source=FactSource.RECORD, by=record, at=it.at, source_id=it.id)
    return assess(assessment, at=it.at, facts={**facts, "school_told": "yes"}, due_since=it.told_at)


def _report(it: Incoming, verdict: Verdict) -> Report:
    who, targeted = it.answers.get("reporter") or {}, (it.answers.get("people") or {}).get("targeted") or []
    return Report.objects.create(
        id=it.id,
        organisation=it.school,
        reference=reference(),
        answers=it.answers,
        digest=of_json({"answers": it.answers, "files": [item.sha256 for item in it.files]}),
        promised=_promised(verdict, it),
        received_at=it.told_at,
        relation=who.get("relation") or Relation.OTHER,
        child_name=next((child["name"] for child in targeted if child.get("name")), ""),
        reporter_name=who.get("name", ""),
        reporter_email=who.get("email", ""),
        reporter_phone=who.get("phone", ""),
        safe_way=who.get("safe", ""),
    )


def _promised(verdict: Verdict, it: Incoming) -> dict[str, Any]:
    calendar = it.school.calendar()
    told_by = closing(calendar.after(in_london(it.told_at).date(), SCHOOL_DAYS_TO_TELL))
    return {
        "routes": _required(verdict, "routes"),
        "duties": for_the_receipt(_required(verdict, "duties")),
        "read_by": calendar.end_of_day(it.at).isoformat(),
        "told_by": told_by.isoformat(),
    }


def _required(verdict: Verdict, kind: str) -> list[str]:
    return [given["id"] for given in verdict.outcome[kind] if given["status"] == "required"]


def _wall_off_heads(report: Report, at: datetime) -> None:
    for head in Membership.objects.current().filter(organisation_id=report.organisation_id, role=Role.HEAD):
        wall_off(head, report.pk, "The report is about the headteacher.", at)
