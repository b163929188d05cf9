"""What the page on whether it has stopped shows: what is to be asked, what was said, what is not settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from upstander.desks.frame.words import due, full_moment, named_day
from upstander.kernel.actor import Actor
from upstander.records.cases.models import Case
from upstander.records.investigations.checks import Asked, Check, CheckAnswer, Reopening, Safe, Stopped

SHOWN = 50
SAFE = {Safe.YES.value: "safe", Safe.NO.value: "not safe", Safe.UNSURE.value: "not sure whether safe"}


@dataclass(frozen=True, slots=True)
class CheckLine:
    id: UUID
    whom: str
    due: str
    is_overdue: bool
    how: str


@dataclass(frozen=True, slots=True)
class AnswerLine:
    who: str
    when: str
    how: str
    stopped: str
    safe: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class AgainLine:
    """`came_of_it` is empty while nobody has said what came of it."""

    id: UUID
    who: str
    when: str
    words: str
    came_of_it: str
    by: str


@dataclass(frozen=True, slots=True)
class ReopeningLine:
    when: str
    by: str
    reason: str
    closed: str
    closing_words: str


@dataclass(frozen=True, slots=True)
class Checking:
    to_ask: list[CheckLine]
    answers: list[AnswerLine]
    again: list[AgainLine]
    reopenings: list[ReopeningLine]


def checking_of(actor: Actor, case: Case, at: datetime) -> Checking:
    open_checks = Check.objects.visible_to(actor).askable().soonest_first().filter(case=case).select_related("child")
    answers = CheckAnswer.objects.visible_to(actor).filter(case=case).select_related("taken_by", "recurrence__ended_by")
    said = list(answers.order_by("-at", "-id")[:SHOWN])
    reopenings = Reopening.objects.visible_to(actor).filter(case=case).select_related("closed_by").order_by("-at", "-id")
    return Checking(
        to_ask=[_check(it, at) for it in open_checks],
        answers=[_answer(it) for it in said],
        again=[_again(it) for it in said if hasattr(it, "recurrence")],
        reopenings=[_reopening(it) for it in reopenings],
    )


def _check(it: Check, at: datetime) -> CheckLine:
    whom = it.child.name if it.asks == Asked.CHILD else f"{it.child.name}’s family"
    how = f"asked through their code on {named_day(it.asked_at)}" if it.asked_at else ""
    return CheckLine(it.pk, whom, due(it.due_at, at), it.due_at < at, how)


def _answer(it: CheckAnswer) -> AnswerLine:
    bad = it.stopped == Stopped.AGAIN or it.safe == Safe.NO
    good = it.stopped == Stopped.YES and it.safe == Safe.YES
    return AnswerLine(
        who=it.said_by[0].upper() + it.said_by[1:],
        when=full_moment(it.at),
        how=f"taken down by {it.taken_by.display_name}" if it.taken_by else "through their code",
        stopped=Stopped(it.stopped).label,
        safe=SAFE[it.safe],
        kind="danger" if bad else "done" if good else "waiting",
        words=it.words,
    )


def _again(it: CheckAnswer) -> AgainLine:
    ended = it.recurrence
    return AgainLine(
        id=ended.pk,
        who=it.said_by[0].upper() + it.said_by[1:],
        when=full_moment(it.at),
        words=it.words,
        came_of_it=ended.ended_because,
        by=f"{ended.ended_by.display_name}, {full_moment(ended.ended_at)}" if ended.ended_by and ended.ended_at else "",
    )


def _reopening(it: Reopening) -> ReopeningLine:
    return ReopeningLine(
        when=full_moment(it.at),
        by=it.by,
        reason=it.reason,
        closed=f"{it.closed_by.display_name}, {full_moment(it.closed_at)}",
        closing_words=it.closing_words,
    )
