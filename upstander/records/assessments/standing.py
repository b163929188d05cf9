"""The verdict that stands for a report or a case, with the decisions on it and every answer behind it, in one statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from upstander.records.assessments.models import Assessment
from upstander.records.prepared import fetch_json


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision on a verdict; `set_aside` names the outcome that does not apply, or nothing where it was confirmed.

    `ended_at` is when a new reason made that outcome stand again.
    """

    verdict_id: UUID
    set_aside: str
    reason: str
    by: str
    at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to a fact. `is_own` is false for one that came with a report that was joined."""

    fact: str
    answer: str
    source: str
    said_by: str
    at: datetime
    is_own: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Shapes: `outcome` as records/assessments/keeping.py leaves it; `choices` and `answers` newest first."""

    id: UUID
    outcome: Mapping[str, Any]
    rulebook: str
    version: str
    made_at: datetime
    choices: tuple[Choice, ...]
    answers: tuple[Answered, ...]


# Times come as seconds since 1970, which cost less to read than their writing. json_agg gives NULL where there is nothing.
# The answers are sought by an array of threads: a condition across a join would use no index.
STANDING = """
SELECT json_build_array(v.id, v.outcome, v.rulebook, v.rulebook_version, extract(epoch FROM v.made_at),
(SELECT json_agg(json_build_array(d.verdict_id, d.set_aside, d.reason, m.display_name, extract(epoch FROM d.at),
        extract(epoch FROM d.ended_at)) ORDER BY d.at DESC, d.id DESC)
    FROM assessments_decision d JOIN access_membership m ON m.id = d.membership_id WHERE d.assessment_id = v.assessment_id),
(SELECT json_agg(json_build_array(f.fact, f.answer, f.source, f.said_by, extract(epoch FROM f.at),
        f.assessment_id = v.assessment_id) ORDER BY f.at DESC, f.id DESC)
    FROM assessments_fact f WHERE f.assessment_id = ANY(ARRAY(
        SELECT a.id FROM assessments_assessment a WHERE a.id = %(assessment)s OR a.merged_into_id = %(assessment)s))))
FROM assessments_verdict v WHERE v.assessment_id = %(assessment)s AND v.superseded_at IS NULL
"""


def standing(assessment: Assessment) -> Standing | None:
    """`assessment` must belong to a report or a case that came through `visible_to`."""
    return read_standing(*fetch_json({"assessment": assessment.pk}, STANDING))


def read_standing(value: list[Any] | None) -> Standing | None:
    """Shapes: `value` is what STANDING gives."""
    if value is None:
        return None
    id, outcome, rulebook, version, made_at, choices, answers = value
    return Standing(
        id=UUID(id),
        outcome=outcome,
        rulebook=rulebook,
        version=version,
        made_at=_moment(made_at),
        choices=tuple(
            Choice(UUID(it[0]), it[1], it[2], it[3], _moment(it[4]), _moment(it[5]) if it[5] else None) for it in choices or ()
        ),
        answers=tuple(Answered(it[0], it[1], it[2], it[3], _moment(it[4]), it[5]) for it in answers or ()),
    )


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
