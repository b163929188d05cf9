"""The fields of a question as any desk draws them, with frame/questions.html."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from upstander.records.intake.questions import GROUPS, NONE, OPEN, Field, Option

OPEN_CHOICES = tuple(OPEN.items())


@dataclass(frozen=True, slots=True)
class ShownField:
    """One field as it is drawn: the name it is sent under, its value and what is wrong with it."""

    name: str
    field: Field
    value: Any
    left_open: str = ""
    error: str = ""
    groups: tuple[tuple["ShownField", ...], ...] = ()

    @property
    def ways_to_leave(self) -> tuple[tuple[str, str], ...]:
        return OPEN_CHOICES

    @property
    def choices(self) -> list[dict[str, Any]]:
        """Shapes: what the frame's radios, checkboxes and select take."""
        choices: list[dict[str, Any]] = [_choice(option) for option in self.field.options]
        if self.field.none:
            choices += [{"divider": "or"}, {"value": NONE, "text": self.field.none}]
        return choices


def _choice(option: Option) -> dict[str, Any]:
    reveal = Markup("<p>{}</p>").format(option.reveal) if option.reveal else ""
    return {"value": option.value, "text": option.text, "hint": option.hint, "reveal": reveal}


def shown_fields(
    fields: Iterable[Field], answer: Mapping[str, Any], problems: Mapping[str, str], more: str = "", *, prefix: str = ""
) -> list[ShownField]:
    """The fields of a question. `more` names the group that gets one more empty set of fields; `prefix` as in reading.read."""
    return [_shown(field, f"{prefix}{field.name}", answer, problems, more) for field in fields]


def _shown(field: Field, name: str, answer: Mapping[str, Any], problems: Mapping[str, str], more: str) -> ShownField:
    value = answer.get(field.name)
    error = problems.get(name) or problems.get(f"{name}-day", "")
    if field.kind in GROUPS:
        return ShownField(name, field, value, groups=tuple(_groups(field, name, value or [], problems, more)))
    if value is None:
        value = [] if field.kind == "checklist" else {} if field.kind == "date" else ""
    return ShownField(name, field, value, answer.get(f"{field.name}_not", ""), error)


def _groups(
    field: Field, name: str, rows: list[Mapping[str, Any]], problems: Mapping[str, str], more: str
) -> Iterator[tuple[ShownField, ...]]:
    count = max(field.at_first, len(rows) + (more == name))
    for number in range(count):
        row = rows[number] if number < len(rows) else {}
        yield tuple(_shown(inner, f"{name}-{number}-{inner.name}", row, problems, more) for inner in field.fields)
