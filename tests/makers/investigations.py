"""What was found, and what is done about it."""

from __future__ import annotations

from datetime import date, datetime

from tests.makers.ground import AT, on_behalf_of
from upstander.records.access.models import Membership
from upstander.records.cases.models import Case, CaseState
from upstander.records.investigations.models import Finding, Judged, Measure, MeasureKind, Outcome
from upstander.records.people.models import Person


def make_finding(
    *,
    case: Case,
    by: Membership,
    outcome: str = Outcome.BULLYING,
    at: datetime = AT,
    reasons: str = "Five pupils against one, over twelve days.",
) -> Finding:
    judged = {Outcome.BULLYING: Judged.YES, Outcome.NOT_BULLYING: Judged.NO}.get(Outcome(outcome), Judged.UNKNOWN)
    with on_behalf_of(case.organisation_id):
        Case.objects.filter(pk=case.pk).update(state=CaseState.DECIDED)
        return Finding.objects.create(
            organisation_id=case.organisation_id,
            case=case,
            outcome=outcome,
            hurt_meant=judged,
            hurt_meant_why="The words say so.",
            repeated=judged,
            repeated_why="On twelve days.",
            power=judged,
            power_why="Five against one.",
            reasons=reasons,
            decided_by=by,
            decided_at=at,
        )


def make_measure(
    *,
    case: Case,
    child: Person,
    by: Membership,
    kind: str = MeasureKind.CHECK_INS,
    words: str = "Mr Lund sees Robin each Monday.",
    from_day: date | None = None,
    at: datetime = AT,
) -> Measure:
    with on_behalf_of(case.organisation_id):
        return Measure.objects.create(
            organisation_id=case.organisation_id,
            case=case,
            child=child,
            kind=kind,
            words=words,
            from_day=from_day or at.date(),
            recorded_by=by,
            recorded_at=at,
        )
