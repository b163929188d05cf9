"""Read what a page sent into an answer, and say what is wrong with it. Nothing that was typed is dropped."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict

from upstander.records.intake.questions import CHOICES, GROUPS, NONE, OPEN, Field

MOST_ROWS = 30
EARLIEST_YEAR = 2000
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(slots=True)
class Read:
    """What a page sent. Shapes: `answer` as in intake.questions; `problems` maps the id of a field to a sentence."""

    answer: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def read(fields: Iterable[Field], sent: QueryDict, today: date, *, prefix: str = "") -> Read:
    """`prefix` stands before the name of each field that was sent, where one page asks several questions."""
    result = Read()
    for each in fields:
        if each.kind in GROUPS:
            result.answer[each.name] = _rows(each, f"{prefix}{each.name}", sent, today, result.problems)
        else:
            _field(each, f"{prefix}{each.name}", sent, today, result.answer, result.problems)
    return result


def tidy(typed: str) -> str:
    """Words as they were typed, without what a database cannot keep: no NUL or other control but line end and tab."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c >= " " or c in "\n\t")


def _rows(group: Field, name: str, sent: QueryDict, today: date, problems: dict[str, str]) -> list[dict[str, Any]]:
    """The groups in which anything was said; those left empty do not count."""
    asked = sent.get(f"{name}-rows", "")
    count = min(int(asked), MOST_ROWS) if asked.isascii() and asked.isdigit() else 0
    rows: list[dict[str, Any]] = []
    for number in range(count):
        row: dict[str, Any] = {}
        for inner in group.fields:
            _field(inner, f"{name}-{number}-{inner.name}", sent, today, row, problems)
        if any(row.values()):
            rows.append(row)
    return rows


def _field(each: Field, name: str, sent: QueryDict, today: date, into: dict[str, Any], problems: dict[str, str]) -> None:
    if each.kind == "checklist":
        into[each.name] = _ticked(each, name, sent, problems)
    elif each.kind in CHOICES:
        into[each.name] = sent.get(name, "") if each.option(sent.get(name, "")) else ""
    elif each.kind == "date":
        into[each.name] = _date(each, name, sent, today, problems)
    else:
        into[each.name] = _text(each, name, sent, problems)
    if each.may_not and each.kind not in CHOICES:
        left = sent.get(f"{name}-not", "")
        into[f"{each.name}_not"] = left if left in OPEN and not into[each.name] else ""


def _ticked(each: Field, name: str, sent: QueryDict, problems: dict[str, str]) -> list[str]:
    ticked = [value for value in sent.getlist(name) if value == NONE or each.option(value)]
    if NONE in ticked and len(ticked) > 1:
        problems[name] = f"You ticked “{each.none}” and something else. Untick one of them."
    return ticked


def _text(each: Field, name: str, sent: QueryDict, problems: dict[str, str]) -> str:
    text = tidy(sent.get(name, ""))
    if each.kind != "long_text":
        text = " ".join(text.split("\n")).strip()
    if len(text) > each.most:
        over = len(text) - each.most
        problems[name] = (
            f"Shorten it by {over:,} characters: there is room for {each.most:,}. You can add more after you have sent it."
        )
    elif each.kind == "email" and text:
        try:
            validate_email(text)
        except ValidationError:
            problems[name] = "That is not an e-mail address. One looks like name@example.org."
    return text


def _date(each: Field, name: str, sent: QueryDict, today: date, problems: dict[str, str]) -> dict[str, str]:
    typed = {part: tidy(sent.get(f"{name}-{part}", "")).strip()[:20] for part in ("day", "month", "year")}
    if not any(typed.values()):
        return {}
    month = _month(typed["month"])
    if not all(typed.values()):
        problems[f"{name}-day"] = f"{each.label}: give day, month and year, or leave all three empty and say it in words."
    else:
        try:
            day = date(int(typed["year"]), int(month), int(typed["day"]))
        except ValueError:
            problems[f"{name}-day"] = f"{each.label}: there is no such day."
            return typed
        if day > today:
            problems[f"{name}-day"] = f"{each.label}: that day is still to come."
        elif day.year < EARLIEST_YEAR:
            problems[f"{name}-day"] = f"{each.label}: write the year with four figures, such as {today.year}."
        else:
            typed = {"day": str(day.day), "month": str(day.month), "year": str(day.year)}
    return typed


def _month(typed: str) -> str:
    """A month as people type it: 11, Nov or November."""
    start = typed.lower()[:3]
    return str(MONTHS.index(start) + 1) if start in MONTHS else typed
