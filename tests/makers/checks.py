"""Whether it has stopped: what is to be asked, what was said, and what follows where it has not."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.makers.ground import AT, on_behalf_of
from upstander.records.access.models import Membership
from upstander.records.cases.models import Case
from upstander.records.intake.models import Report
from upstander.records.investigations.checks import Asked, Check, CheckAnswer, Recurrence, Reopening, Safe, Stopped
from upstander.records.people.models import Person


def make_check(
    *,
    case: Case,
    child: Person,
    asks: str = Asked.FAMILY,
    due_at: datetime = AT + timedelta(days=14),
    report: Report | None = None,
    at: datetime = AT,
) -> Check:
    """With `report` the family has been asked through its code."""
    with on_behalf_of(case.organisation_id):
        return Check.objects.create(
            organisation_id=case.organisation_id,
            case=case,
            child=child,
            asks=asks,
            due_at=due_at,
            made_at=at,
            report=report,
            asked_at=due_at if report else None,
        )


def make_check_answer(
    *,
    case: Case,
    child: Person,
    by: Membership,
    stopped: str = Stopped.YES,
    words: str = "Nobody has written anything since.",
    at: datetime = AT + timedelta(days=14),
) -> CheckAnswer:
    with on_behalf_of(case.organisation_id):
        return CheckAnswer.objects.create(
            organisation_id=case.organisation_id,
            case=case,
            child=child,
            stopped=stopped,
            safe=Safe.YES,
            words=words,
            said_by=child.name,
            taken_by=by,
            at=at,
        )


def make_recurrence(*, answer: CheckAnswer) -> Recurrence:
    with on_behalf_of(answer.organisation_id):
        return Recurrence.objects.create(
            organisation_id=answer.organisation_id, case_id=answer.case_id, answer=answer, at=answer.at
        )


def make_reopening(*, case: Case, by: Membership, reason: str = "It goes on.", at: datetime = AT) -> Reopening:
    """As if the case had been closed a day before."""
    with on_behalf_of(case.organisation_id):
        return Reopening.objects.create(
            organisation_id=case.organisation_id,
            case=case,
            at=at,
            by=by.display_name,
            membership=by,
            reason=reason,
            closed_at=at - timedelta(days=1),
            closed_by=by,
            closing_words="It had stopped.",
        )
