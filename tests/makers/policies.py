"""What a school has published, what cites it, and what it does so that bullying does not begin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from tests.makers.ground import AT, on_behalf_of
from upstander.records.access.models import Membership
from upstander.records.cases.models import Case
from upstander.records.organisations.models import Organisation
from upstander.records.policies.models import (
    Behaviour,
    Citation,
    Clause,
    Ladder,
    Prevention,
    PreventionDone,
    PreventionKind,
    PreventionPrompt,
)
from upstander.records.policies.prevention import months_after

USUAL = {
    Behaviour.ONLINE_BULLYING: "We deal with bullying online as we do in school. We usually begin by meeting the family.",
    Behaviour.FALLING_OUT: "We help friends to put it right. Nobody is punished for a falling-out.",
}


def make_ladder(
    *,
    organisation: Organisation,
    words: Mapping[Behaviour, str] | Mapping[str, str] = USUAL,
    version: str = "September 2026",
    in_force_from: date | None = date(2026, 9, 1),
    review_on: date | None = date(2027, 9, 1),
    by: Membership | None = None,
    at: datetime = AT,
) -> Ladder:
    """A version that governors approved; a draft where `in_force_from` is left empty. A kind that is not proposed to schools is
    called as its key.
    """
    with on_behalf_of(organisation.pk):
        ladder = Ladder.objects.create(
            organisation=organisation, policy="Behaviour policy", version=version, started_by=by, started_at=at
        )
        for number, (behaviour, said) in enumerate(words.items(), 1):
            Clause.objects.create(
                organisation=organisation,
                ladder=ladder,
                behaviour=behaviour,
                name=dict(Behaviour.choices).get(behaviour, behaviour),
                place=number,
                clause=f"4.{number + 1}",
                in_school=said,
            )
        if in_force_from:
            ladder.approved_by, ladder.minute = "The full governing body", "Minute 14"
            ladder.approved_on, ladder.in_force_from, ladder.review_on = in_force_from, in_force_from, review_on
            ladder.approval_recorded_by, ladder.approval_recorded_at = by, at
            ladder.save()
        return ladder


def make_citation(*, case: Case, finding_id: UUID, clause: Clause, at: datetime = AT) -> Citation:
    with on_behalf_of(case.organisation_id):
        return Citation.objects.create(
            organisation_id=case.organisation_id, case=case, finding_id=finding_id, clause=clause, cited_at=at
        )


def make_prevention(
    *,
    by: Membership,
    owner: Membership | None = None,
    kind: str = PreventionKind.LESSONS,
    words: str = "Lessons on being kind online, in Year 7",
    every_months: int = 12,
    at: datetime = AT,
) -> Prevention:
    with on_behalf_of(by.organisation_id):
        return Prevention.objects.create(
            organisation_id=by.organisation_id,
            kind=kind,
            words=words,
            owner=owner,
            every_months=every_months,
            due_on=months_after(at.date(), every_months),
            added_by=by,
            added_at=at,
        )


def make_done(*, prevention: Prevention, by: Membership, done_on: date | None = None, at: datetime = AT) -> PreventionDone:
    with on_behalf_of(by.organisation_id):
        return PreventionDone.objects.create(
            organisation_id=by.organisation_id,
            prevention=prevention,
            done_on=done_on or at.date(),
            done_by="The tutors of Year 7",
            recorded_by=by,
            recorded_at=at,
        )


def make_prompt(
    *, prevention: Prevention, case: Case, by: Membership, incident_id: UUID | None = None, at: datetime = AT
) -> PreventionPrompt:
    with on_behalf_of(by.organisation_id):
        return PreventionPrompt.objects.create(
            organisation_id=by.organisation_id,
            prevention=prevention,
            case=case,
            incident_id=incident_id,
            linked_by=by,
            linked_at=at,
        )
