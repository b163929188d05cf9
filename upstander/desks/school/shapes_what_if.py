"""What the page “What if” shows: every question with its answer, and what would follow from others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from upstander.desks.school.shapes_verdict import ANSWERS, GROUPS
from upstander.procedures.triage.what_if import WouldFollow
from upstander.rules import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Question:
    fact: str
    question: str
    hint: str
    answer: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Group:
    """`is_open` where something in it was tried."""

    title: str
    questions: tuple[Question, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One outcome that would come or go, with the sentences of its rules. `set_aside` says who set it aside, and why."""

    words: str
    because: tuple[str, ...]
    set_aside: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Shapes: pairs of a heading and its lines; a heading without lines is not there."""

    tried: tuple[str, ...]
    parts: tuple[tuple[str, tuple[Line, ...]], ...]


def groups_of(would: WouldFollow) -> list[Group]:
    groups = []
    for id, title in GROUPS.items():
        facts = [fact for fact in would.rulebook.facts.values() if fact.group == id]
        questions = tuple(
            Question(
                fact.id,
                fact.question,
                fact.hint,
                would.changed.get(fact.id) or would.known.get(fact.id, "unknown"),
                fact.id in would.changed,
            )
            for fact in facts
        )
        groups.append(Group(title, questions, any(question.is_changed for question in questions)))
    return groups


def difference_of(would: WouldFollow) -> Difference:
    tried = tuple(f"{would.rulebook.facts[fact].question} {ANSWERS[said]}." for fact, said in would.changed.items())
    return Difference(tried, tuple((title, tuple(lines)) for title, lines in _parts(would) if lines))


def _parts(would: WouldFollow) -> Iterable[tuple[str, list[Line]]]:
    now, then = would.now, would.then
    yield "It would also go here", _lines(would, now, then, "routes")
    yield "It would no longer go here", _lines(would, then, now, "routes")
    yield "This would have to be done", _lines(would, now, then, "duties")
    yield "This would no longer be asked for", _lines(would, then, now, "duties")
    yield "This would be forbidden", _lines(would, now, then, "prohibitions")
    yield "This would no longer be forbidden", _lines(would, then, now, "prohibitions")


def _lines(would: WouldFollow, without: Verdict, having: Verdict, kind: str) -> list[Line]:
    """What the one requires and the other does not."""
    had = {outcome.id for outcome in getattr(without, kind) if outcome.status == "required"}
    return [_line(would, kind, it) for it in getattr(having, kind) if it.status == "required" and it.id not in had]


def _line(would: WouldFollow, kind: str, outcome: Outcome) -> Line:
    words = would.rulebook.outcome_text(outcome.kind, outcome.id)
    return Line(words, tuple(reason.text for reason in outcome.because), would.aside.get(f"{kind}/{outcome.id}", ""))
