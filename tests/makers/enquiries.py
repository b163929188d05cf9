"""The plan of looking into it."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.makers.ground import AT, on_behalf_of
from upstander.records.access.models import Membership
from upstander.records.cases.models import Case
from upstander.records.investigations.enquiries import PlannedStep, StepKind


def make_step(
    *,
    case: Case,
    by: Membership,
    kind: str = StepKind.ADULT,
    words: str = "The tutor of 9B, about Friday",
    at: datetime = AT,
) -> PlannedStep:
    with on_behalf_of(case.organisation_id):
        return PlannedStep.objects.create(
            organisation_id=case.organisation_id,
            case=case,
            kind=kind,
            words=words,
            owner=by,
            due_at=at + timedelta(days=2),
            added_by=by,
            added_at=at,
        )
