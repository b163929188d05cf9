"""What is known, what the rules said, and what must be done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from tests.makers.ground import AT, on_behalf_of
from upstander.records.access.models import Membership
from upstander.records.assessments.models import Assessment, Duty, Fact, FactSource, Verdict


def make_facts(
    *, assessment: Assessment, facts: Mapping[str, str], at: datetime = AT, source: str = FactSource.REPORT, said_by: str = ""
) -> None:
    with on_behalf_of(assessment.organisation_id):
        Fact.objects.bulk_create(
            Fact(
                organisation_id=assessment.organisation_id,
                assessment=assessment,
                fact=fact,
                answer=answer,
                source=source,
                source_id=assessment.report_id if source == FactSource.REPORT else None,
                said_by=said_by or "the person who reported",
                at=at,
            )
            for fact, answer in facts.items()
        )


def make_verdict(*, assessment: Assessment, outcome: Mapping[str, object] | None = None, at: datetime = AT) -> Verdict:
    """A verdict as the contract writes it, made without the rules: routes to the school unless the test says otherwise."""
    because = [{"rule": "school-deals", "text": "Schools deal with bullying, in and out of school.", "source": ["ssct:S6"]}]
    rulebook = {"id": "dorset", "version": "2026.1", "fingerprint": "sha256:0"}
    empty = {"rulebook": rulebook, "routes": [], "duties": [], "prohibitions": [], "ask": []}
    school = {"id": "school", "status": "required", "because": because}
    with on_behalf_of(assessment.organisation_id):
        return Verdict.objects.create(
            organisation_id=assessment.organisation_id,
            assessment=assessment,
            facts={},
            outcome={**empty, "routes": [school], **(outcome or {})},
            rulebook="dorset",
            rulebook_version="2026.1",
            fingerprint="sha256:0",
            code_version="test",
            made_at=at,
        )


def make_duty(
    *,
    assessment: Assessment,
    duty: str = "investigate",
    actor: str = "school",
    due_at: datetime = AT + timedelta(days=7),
    at: datetime = AT,
    owner: Membership | None = None,
    done_at: datetime | None = None,
    done_by: str = "",
) -> Duty:
    with on_behalf_of(assessment.organisation_id):
        return Duty.objects.create(
            organisation_id=assessment.organisation_id,
            assessment=assessment,
            duty=duty,
            actor=actor,
            due_at=due_at,
            raised_at=at,
            owner=owner,
            done_at=done_at,
            done_by=done_by or ("Ms Okafor" if done_at else ""),
        )
