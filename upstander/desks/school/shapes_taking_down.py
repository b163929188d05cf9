"""The page where a report is written down, and the paper on which it can be written first: both from the same questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from uuid import UUID

from django.http import QueryDict

from upstander.desks.frame.asking import ShownField, shown_fields
from upstander.desks.frame.reading import read
from upstander.desks.school.attempts import as_typed, typed_date, typed_time
from upstander.kernel.references import uuid7
from upstander.procedures.reporting.take_down_report import Came
from upstander.records.intake.questions import GROUPS, Field
from upstander.records.intake.taking_down import staff_questions

NOT_A_TIME = "Write the time as 14:05 or 2.05 pm, or leave it empty."
ON_PAPER = {"doing": 2}  # how many groups of fields the paper has, where it is not one
LINES = 10


@dataclass(frozen=True, slots=True)
class Part:
    """One heading of the page, with the fields under it."""

    id: str
    title: str
    fields: list[ShownField]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent. Shapes: `answers` as in intake.questions; `problems` maps the id of a field to a sentence."""

    once: UUID
    came: Came
    answers: dict[str, Any]
    code: str
    problems: dict[str, str] = field(default_factory=dict)


def typed_report(sent: QueryDict, today: date) -> Typed:
    answers: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for question in staff_questions():
        result = read(question.fields, sent, today, prefix=f"{question.id}-")
        answers[question.id] = result.answer
        problems |= result.problems
    times = {name: typed_time(sent, name) for name in ("said-time", "written-time")}
    problems |= {name: NOT_A_TIME for name, hour in times.items() if hour is None and sent.get(name, "").strip()}
    if sent.get("code") not in ("yes", "no"):
        problems["code"] = "Choose whether they get a code to come back with."
    came = _came(sent, times)
    return Typed(_once(sent), came, answers, sent.get("code", ""), problems)


def _came(sent: QueryDict, times: Mapping[str, time | None]) -> Came:
    return Came(
        way=sent.get("way", ""),
        said_on=typed_date(sent, "said"),
        said_time=times["said-time"],
        is_from_paper=sent.get("from") == "paper",
        written_on=typed_date(sent, "written"),
        written_time=times["written-time"],
        written_by=sent.get("written_by", ""),
    )


def _once(sent: QueryDict) -> UUID:
    """The key of the page, which makes it count once; a page that lost it gets another."""
    try:
        return UUID(sent.get("once", ""))
    except ValueError:
        return uuid7()


def as_sent(sent: QueryDict) -> dict[str, Any]:
    """How it came, as it was typed, for the page to show again."""
    plain = {name: sent.get(name, "") for name in ("way", "said-time", "written-time", "written_by", "code")}
    return {**plain, "said": as_typed(sent, "said"), "written": as_typed(sent, "written")}


def parts(answers: Mapping[str, Any], problems: Mapping[str, str], more: str = "") -> list[Part]:
    """`more` names the group that gets one more empty set of fields."""
    return [
        Part(
            question.id,
            question.title,
            shown_fields(question.fields, answers.get(question.id) or {}, problems, more, prefix=f"{question.id}-"),
        )
        for question in staff_questions()
    ]


@dataclass(frozen=True, slots=True)
class Blank:
    """One thing to fill in by hand: `boxes` to tick, or `lines` to write on."""

    label: str
    hint: str
    boxes: tuple[str, ...] = ()
    lines: int = 1
    heading: str = ""


def paper() -> list[tuple[str, list[Blank]]]:
    return [(question.title, [blank for each in question.fields for blank in _blanks(each)]) for question in staff_questions()]


def _blanks(each: Field, heading: str = "") -> Iterator[Blank]:
    if each.kind in GROUPS:
        for _ in range(ON_PAPER.get(each.name, 1)):
            for number, inner in enumerate(each.fields):
                yield from _blanks(inner, each.label if number == 0 else "")
    elif each.kind == "date":
        yield Blank(each.label, "", heading=heading)
    elif each.options and not (each.kind == "select" and each.name in ("year", "app")):
        yield Blank(each.label, each.hint, tuple(_boxes(each)), heading=heading)
    else:
        lines = _lines(each)
        yield Blank(each.label, each.hint if lines > 1 else "", lines=lines, heading=heading)


def _boxes(each: Field) -> Iterator[str]:
    yield from (option.text for option in each.options)
    if each.none:
        yield each.none


def _lines(each: Field) -> int:
    if each.kind != "long_text":
        return 1
    return LINES if each.rows > 4 else 2
