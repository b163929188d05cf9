"""What families send, and what is written to and fro about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tests.makers.assessments import make_facts
from tests.makers.ground import AT, on_behalf_of
from upstander.kernel.digests import of_json
from upstander.kernel.finding import Findable
from upstander.kernel.references import receipt_code, reference
from upstander.records.access.doors import make_code_key
from upstander.records.access.models import Membership
from upstander.records.assessments.models import Assessment
from upstander.records.cases.searching import make_findable
from upstander.records.disclosures.arrivals import ArrivalKind, came_of_report
from upstander.records.disclosures.models import LetStand, Message
from upstander.records.intake.known_by import known_by
from upstander.records.intake.models import Milestone, Relation, Report, Stage, TakenDown, Way
from upstander.records.intake.saying import all_words
from upstander.records.organisations.models import Organisation


def make_report(
    *,
    organisation: Organisation,
    at: datetime = AT,
    answers: Mapping[str, Any] | None = None,
    relation: str = Relation.PARENT,
    child_name: str = "Robin Ashdown",
    reporter_name: str = "Alex Ashdown",
    reporter_email: str = "alex@family.example",
    reporter_phone: str = "",
    facts: Mapping[str, str] | None = None,
    taken_by: Membership | None = None,
    code: str = "",
    all_words_found: bool = False,
) -> Report:
    """A report with its assessment, its first milestone and what its words are found by. `code` lets its reporter back in."""
    said = dict(answers or {"what_happened": "Clips of Robin go round the Year 9 group chat every evening."})
    with on_behalf_of(organisation.pk):
        report = Report.objects.create(
            organisation=organisation,
            reference=reference(),
            answers=said,
            digest=of_json(said),
            received_at=at,
            relation=relation,
            child_name=child_name,
            reporter_name=reporter_name,
            reporter_email=reporter_email,
            reporter_phone=reporter_phone,
            safe_way="By e-mail, in the evening",
            taken_by=taken_by,
            taken_at=at if taken_by else None,
        )
        assessment = Assessment.objects.create(organisation=organisation, report=report, subject_id=report.pk)
        make_facts(assessment=assessment, facts=facts or {}, at=at)
        Milestone.objects.create(organisation=organisation, report=report, stage=Stage.SENT, at=at)
        label = f"{report.reference} {child_name}"
        said_by = known_by(said)
        known = Findable((child_name, reporter_name, *said_by.names), said_by.accounts, said_by.numbers)
        make_findable(
            organisation.pk,
            report.pk,
            is_case=False,
            label=label,
            words=f"{label} {reporter_name}\n{all_words(said) if all_words_found else ''}",
            at=at,
            known_by=known,
        )
        if code:
            make_code_key(code, report_id=report.pk, organisation_id=organisation.pk, at=at)
    return report


def make_taken_down(
    *, report: Report, by: Membership, way: str = Way.PHONE, said_at: datetime | None = None, at: datetime = AT
) -> TakenDown:
    """That staff wrote the report down. Nobody holds a code to it unless make_report made one."""
    with on_behalf_of(report.organisation_id):
        return TakenDown.objects.create(
            organisation_id=report.organisation_id,
            report=report,
            way=way,
            said_at=said_at or report.received_at,
            is_time_known=True,
            recorded_at=max(at, report.received_at),
            recorded_by=by,
        )


def make_code() -> str:
    return receipt_code()


def make_message(
    *,
    report: Report,
    words: str = "When did it start?",
    by: Membership | None = None,
    is_question: bool = False,
    at: datetime = AT,
) -> Message:
    """From the school when `by` is given, else from the person who reported."""
    with on_behalf_of(report.organisation_id):
        message = Message.objects.create(
            organisation_id=report.organisation_id,
            report=report,
            to_family=by is not None,
            is_question=is_question,
            words=words,
            said_by=by.display_name if by else report.reporter_name or "the person who reported",
            membership=by,
            at=at,
        )
        if by is None:
            came_of_report(ArrivalKind.MESSAGE, message.pk, report_id=report.pk, organisation_id=report.organisation_id, at=at)
    return message


def make_let_stand(*, message: Message, by: Membership, word: str = "Sam", because: str = "They named him.") -> LetStand:
    with on_behalf_of(message.organisation_id):
        return LetStand.objects.create(
            organisation_id=message.organisation_id,
            message=message,
            found=[{"word": word, "kind": "name"}],
            because=because,
            let_by=by,
            at=message.at,
        )
