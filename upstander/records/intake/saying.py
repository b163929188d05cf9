"""Say in words what was answered, question by question, for check answers, the receipt and the school's report page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from upstander.records.intake.questions import GROUPS, NONE, NOT_KNOWN, NOT_SAID, Field, Question, questions

LEFT_OPEN = {NOT_KNOWN: "Not known", NOT_SAID: "Rather not say"}


@dataclass(frozen=True, slots=True)
class Said:
    """One answer in words. The label is empty where the page asks only that; `group` is whom or what it is about."""

    label: str
    words: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What was said on one page."""

    question: str
    short: str
    said: tuple[Said, ...]


def in_words(answers: Mapping[str, Any]) -> list[Section]:
    """Every question in order, with what was answered; a question with nothing said has an empty `said`."""
    return [
        Section(question.id, question.short, tuple(_said(question, answers.get(question.id) or {})))
        for question in questions().values()
        if question.id not in ("evidence", "check")
    ]


def all_words(answers: Mapping[str, Any]) -> str:
    """Everything that was said, for searching."""
    return "\n".join(said.words for section in in_words(answers) for said in section.said)


def said_to(question_id: str, given: Mapping[str, Any]) -> tuple[Said, ...]:
    return tuple(_said(questions()[question_id], given))


def _said(question: Question, given: Mapping[str, Any]) -> list[Said]:
    if question.id == "school":
        return [Said("", ", ".join(filter(None, (given["name"], given.get("town", "")))))] if given.get("name") else []
    said: list[Said] = []
    for field in question.fields:
        told = _said_in_group(field, given) if field.kind in GROUPS else _said_in_field(field, given)
        said += [Said("", each.words) for each in told] if field.heading else told
    return said


def _said_in_group(field: Field, given: Mapping[str, Any]) -> list[Said]:
    said: list[Said] = []
    rows = given.get(field.name) or []
    for number, row in enumerate(rows, 1):
        group = f"{field.label} {number}" if len(rows) > 1 else field.label
        for inner in field.fields:
            said += [Said(each.label, each.words, group) for each in _said_in_field(inner, row)]
    return said


def _said_in_field(field: Field, given: Mapping[str, Any]) -> list[Said]:
    words = words_of(field, given.get(field.name)) or LEFT_OPEN.get(given.get(f"{field.name}_not") or "", "")
    return [Said(field.label, words)] if words else []


def words_of(field: Field, value: Any) -> str:
    """One value as a person reads it; empty when nothing was answered."""
    if not value:
        return ""
    if field.kind == "checklist":
        return field.none if value == [NONE] else "; ".join(option.text for option in field.options if option.value in value)
    if field.kind in ("radios", "select"):
        option = field.option(value)
        return LEFT_OPEN.get(value) or (option.text if option else "")
    if field.kind == "date":
        return " ".join(part for part in (value["day"], _month(value["month"]), value["year"]) if part)
    return str(value)


def _month(number: str) -> str:
    return date(2000, int(number), 1).strftime("%B") if number else ""
