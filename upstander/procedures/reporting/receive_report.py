"""A school receives a report: the moment at which a draft becomes something that was said, and somebody must act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from upstander.kernel.actor import Actor, reporter, system
from upstander.kernel.references import receipt_code
from upstander.records.access.asking import asking, presenting
from upstander.records.access.doors import make_code_key
from upstander.records.audit import recording
from upstander.records.cases.calling import call
from upstander.records.cases.receiving import Incoming, put_before_school
from upstander.records.evidence.handing_over import hand_over
from upstander.records.evidence.models import Item
from upstander.records.intake.draft_keys import DraftKey, sealed, unsealed
from upstander.records.intake.models import Draft, Report
from upstander.records.intake.saving import RECEIPTS_LAST
from upstander.records.organisations.models import Organisation
from upstander.records.outbox.queue import enqueue

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
    report = put_before_school(Incoming(id=draft.pk, school=school, answers=answers, files=files, told_at=at, at=at))
    make_code_key(code, report_id=report.pk, organisation_id=school.pk, at=at)
    _tell(report, files, reporter(draft.pk, school.pk), at)
    return report


def _tell(report: Report, files: list[Item], actor: Actor, at: datetime) -> None:
    call(report, key=f"receipt:{report.pk}", at=at)
    for item in files:
        enqueue("make_viewing_copy", item_id=str(item.pk), organisation_id=str(report.organisation_id))
    recording.record(actor, "sent", "report", report.pk, at=at, files=len(files), digest=report.digest)
