"""Whether it has stopped, of invented cases that were decided: what is to be asked, and what was said."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from upstander.operations.generating.threads import Threads, Tools
from upstander.records.cases.models import CaseState
from upstander.records.investigations.checking import DAYS_AFTER
from upstander.records.investigations.models import Check, CheckAnswer, Recurrence

ANSWERED, AGAIN = 0.9, 0.03  # of the questions that were due; of the answers in cases that are not closed
WORDS = ("Nothing more since.", "It is quiet.", "They leave me alone now.")


def write_checks(tools: Tools, case: Threads) -> None:
    decided = case.course.decided
    if decided is None:
        return
    for days in DAYS_AFTER:
        due_at = decided + timedelta(days=days)
        for asks in ("family", "child"):
            answered = due_at < tools.draws.now and tools.draws.chance(ANSWERED)
            _write(tools, case, asks, due_at, answered=answered)


def _write(tools: Tools, case: Threads, asks: str, due_at: datetime, *, answered: bool) -> None:
    key = tools.draws.key(due_at)
    of_case: dict[str, Any] = {"organisation_id": case.org, "case_id": case.case}
    tools.rows.add(
        Check,
        id=key,
        **of_case,
        child_id=case.child[0],
        asks=asks,
        due_at=due_at,
        made_at=case.course.decided,
        report_id=None,
        asked_at=None,
        answered_at=due_at if answered else None,
        withdrawn_at=None,
        withdrawn_because="",
    )
    if answered:
        _answer(tools, case, key, due_at, of_case)


def _answer(tools: Tools, case: Threads, check: Any, at: datetime, of_case: dict[str, Any]) -> None:
    again = case.course.state == CaseState.DECIDED and tools.draws.chance(AGAIN)
    key = tools.draws.key(at)
    tools.rows.add(
        CheckAnswer,
        id=key,
        **of_case,
        to_check_id=check,
        child_id=case.child[0],
        stopped="again" if again else "yes",
        safe="yes",
        words=WORDS[tools.draws.below(3)],
        said_by="the child",
        report_id=None,
        taken_by_id=case.school.lead.membership,
        at=at,
    )
    if again:
        tools.rows.add(
            Recurrence, id=tools.draws.key(at), **of_case, answer_id=key, at=at, ended_at=None, ended_by_id=None, ended_because=""
        )
