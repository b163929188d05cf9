"""Read the stories and the schools of the demo: YAML in which yes and no are words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from upstander.records.intake.questions import GROUPS, Field, questions
from upstander.records.intake.taking_down import staff_questions

HERE = Path(__file__).parent
EMPTY: dict[str, Any] = {"date": {"day": "", "month": "", "year": ""}, "checklist": []}


@dataclass(frozen=True, slots=True)
class Story:
    """Shapes: `report` maps a question to what its page sent; `steps` are what happens next, in order."""

    name: str
    school: str
    came: str
    report: dict[str, dict[str, Any]]
    evidence: tuple[str, ...]
    people: tuple[dict[str, Any], ...]
    letters: dict[str, Any]
    steps: tuple[dict[str, Any], ...]
    taken_down: dict[str, str] | None  # who wrote the report down, where its maker did not send it
    is_behind: bool  # its duties are left undone, so that Today has something overdue


class _Words(yaml.CSafeLoader):
    """YAML without its habit of reading yes, no, on and off as true and false."""


_Words.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Words)  # noqa: S506  (a safe loader, with fewer types still)


def stories() -> list[Story]:
    return [_story(told) for path in sorted(HERE.glob("stories/*.yaml")) for told in read(path)]


def duty_notes() -> dict[str, str]:
    return read(HERE / "duties.yaml")  # type: ignore[no-any-return]


def schools() -> dict[str, Any]:
    return read(HERE / "schools.yaml")  # type: ignore[no-any-return]


def policy() -> dict[str, Any]:
    return read(HERE / "policy.yaml")  # type: ignore[no-any-return]


def _story(told: dict[str, Any]) -> Story:
    return Story(
        name=told["story"],
        school=told["school"],
        came=told["came"],
        report=_report(told),
        evidence=tuple(told.get("evidence", ())),
        people=tuple(told.get("people", ())),
        letters=told.get("letters", {}),
        steps=tuple(told.get("then", ())),
        taken_down=told.get("taken_down"),
        is_behind=told.get("behind") == "yes",
    )


def _report(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Each question with its answer, as the family's pages would have sent it, or the page where staff write it down."""
    if "taken_down" in told:
        asked = {question.id: question.for_staff for question in staff_questions()}
    else:
        asked = {question.id: question.for_families for question in questions().values()}
    return {id: _answer(fields, told["report"].get(id, {})) for id, fields in asked.items()}


def _answer(fields: tuple[Field, ...], told: dict[str, Any] | str) -> dict[str, Any]:
    """What was told, with every other field left empty as a page would send it. Mere words are those of the only field."""
    given: dict[str, Any] = {fields[0].name: told} if isinstance(told, str) else dict(told)
    for field in fields:
        if field.kind in GROUPS:
            given[field.name] = [_answer(field.fields, row) for row in given.get(field.name, [])]
        elif isinstance(given.get(field.name), str):
            given[field.name] = given[field.name].strip()
        else:
            given.setdefault(field.name, EMPTY.get(field.kind, ""))
    return given
