"""A school receives a report: the moment at which a draft becomes something that was said, and somebody must act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from upstander.kernel.actor import Actor, reporter, system
from upstander.kernel.clock import in_london
from upstander.kernel.digests import of_json
from upstander.kernel.references import receipt_code, reference
from upstander.kernel.school_days import closing
from upstander.records.access.asking import asking, presenting
from upstander.records.access.doors import make_code_key
from upstander.records.access.models import Membership, Role, wall_off
from upstander.records.assessments.assessing import assess, put_on_record
from upstander.records.assessments.models import Assessment, FactSource, Verdict
from upstander.records.audit import recording
from upstander.records.cases.searching import make_findable
from upstander.records.evidence.handing_over import hand_over
from upstander.records.evidence.models import Item
from upstander.records.intake.draft_keys import DraftKey, sealed, unsealed
from upstander.records.intake.family_words import for_the_receipt
from upstander.records.intake.models import Draft, Milestone, Relation, Report, Stage
from upstander.records.intake.saving import RECEIPTS_LAST
from upstander.records.intake.saying import all_words
from upstander.records.intake.taking_facts import facts_from
from upstander.records.organisations.models import Organisation
from upstander.records.outbox.queue import enqueue
from upstander.records.outbox.telling import something_to_read

SCHOOL_DAYS_TO_TELL = 10
TRIES = 5


class NoSuchDraft(Exception):
    """We no longer hold this report. If you have sent it, come back with your code."""


class NoSchool(Exception):
    """Choose a school that can receive reports here."""


@dataclass(frozen=True, slots=True)
class Received:
    """A report as it was received. `code` is empty once its holder has said that they kept it."""

    report: Report
    code: str


def receive_report(key: DraftKey, *, at: datetime) -> Received:
    """Freeze the draft, give it to its school with verdict and duties, and make the code to come back.

    Sent twice, it is received once: whoever comes second waits for the row and is given the same receipt.

    Raises: NoSuchDraft, NoSchool.
    """
    for tries_left in reversed(range(TRIES)):
        try:
            return _receive(key, at)
        except IntegrityError:  # two reports drew the same reference, one time in 700 million
            if not tries_left:
                raise
    raise AssertionError("unreachable")


def _receive(key: DraftKey, at: datetime) -> Received:
    with presenting(report=str(key.draft_id)):
        draft = Draft.objects.select_for_update().filter(pk=key.draft_id, token_digest=key.digest).first()
        if draft is None:
            raise NoSuchDraft
        if draft.submitted_at is not None:
            report = Report.objects.select_related("organisation").get(pk=draft.pk)
            return Received(report, unsealed(bytes(draft.sealed_code), key) if draft.sealed_code else "")
        school, code, answers = _school(draft.answers), receipt_code(), draft.answers
        files = hand_over(draft.pk, school.pk)
        _end_draft(draft, sealed(code, key), at)
        with asking(system(school.pk)):
            report = _put_before_school(draft, answers, files, school, code, at)
    return Received(report, code)


def _school(answers: Mapping[str, Any]) -> Organisation:
    chosen = (answers.get("school") or {}).get("organisation")
    school = Organisation.objects.filter(pk=chosen, receives_reports=True).first() if chosen else None
    if school is None:
        raise NoSchool
    return school


def _end_draft(draft: Draft, sealed_code: bytes, at: datetime) -> None:
    """What was said now lies with the school; of the draft only the code stays, sealed, for a day."""
    draft.submitted_at, draft.sealed_code, draft.answers, draft.expires_at = at, sealed_code, {}, at + RECEIPTS_LAST
    draft.save(update_fields=["submitted_at", "sealed_code", "answers", "expires_at"])


def _put_before_school(
    draft: Draft, answers: Mapping[str, Any], files: list[Item], school: Organisation, code: str, at: datetime
) -> Report:
    actor = reporter(draft.pk, school.pk)
    verdict = _assessed(draft, facts_from(answers), school, actor, at)  # the foreign keys to the report are checked at commit
    report = _report(draft, answers, files, school, verdict, at)
    Milestone.objects.create(organisation=school, report=report, stage=Stage.SENT, at=at)
    make_code_key(code, report_id=report.pk, organisation_id=school.pk, at=at)
    if verdict.facts.get("head_accused") == "yes":
        _wall_off_heads(report, at)
    _tell(report, files, answers, actor, at)
    return report


def _assessed(draft: Draft, facts: dict[str, str], school: Organisation, actor: Actor, at: datetime) -> Verdict:
    assessment = Assessment.objects.create(organisation=school, report_id=draft.pk, subject_id=draft.pk)
    put_on_record(assessment, facts, source=FactSource.REPORT, by=actor, at=at, source_id=draft.pk)
    put_on_record(assessment, {"school_told": "yes"}, source=FactSource.RECORD, by=system(school.pk), at=at, source_id=draft.pk)
    return assess(assessment, at=at, facts={**facts, "school_told": "yes"})


def _report(
    draft: Draft, answers: Mapping[str, Any], files: list[Item], school: Organisation, verdict: Verdict, at: datetime
) -> Report:
    who, targeted = answers.get("reporter") or {}, (answers.get("people") or {}).get("targeted") or []
    return Report.objects.create(
        id=draft.pk,
        organisation=school,
        reference=reference(),
        answers=answers,
        digest=of_json({"answers": answers, "files": [item.sha256 for item in files]}),
        promised=_promised(verdict, school, at),
        received_at=at,
        relation=who.get("relation") or Relation.OTHER,
        child_name=next((child["name"] for child in targeted if child.get("name")), ""),
        reporter_name=who.get("name", ""),
        reporter_email=who.get("email", ""),
        reporter_phone=who.get("phone", ""),
        safe_way=who.get("safe", ""),
    )


def _promised(verdict: Verdict, school: Organisation, at: datetime) -> dict[str, Any]:
    calendar = school.calendar()
    told_by = closing(calendar.after(in_london(at).date(), SCHOOL_DAYS_TO_TELL))
    return {
        "routes": _required(verdict, "routes"),
        "duties": for_the_receipt(_required(verdict, "duties")),
        "read_by": calendar.end_of_day(at).isoformat(),
        "told_by": told_by.isoformat(),
    }


def _required(verdict: Verdict, kind: str) -> list[str]:
    return [given["id"] for given in verdict.outcome[kind] if given["status"] == "required"]


def _wall_off_heads(report: Report, at: datetime) -> None:
    for head in Membership.objects.current().filter(organisation_id=report.organisation_id, role=Role.HEAD):
        wall_off(head, report.pk, "The report is about the headteacher.", at)


def _tell(report: Report, files: list[Item], answers: Mapping[str, Any], actor: Actor, at: datetime) -> None:
    label = report.child_name or f"Report {report.reference}"
    words = f"{report.reference}\n{all_words(answers)}"
    make_findable(report.organisation_id, report.pk, is_case=False, label=label, words=words, at=at)
    if report.reporter_email:
        something_to_read(
            report.organisation_id, key=f"receipt:{report.pk}", to_address=report.reporter_email, at=at, report_id=report.pk
        )
    for item in files:
        enqueue("make_viewing_copy", item_id=str(item.pk), organisation_id=str(report.organisation_id))
    recording.record(actor, "sent", "report", report.pk, at=at, files=len(files), digest=report.digest)
