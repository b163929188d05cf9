"""What a report asks, as data: read once from wording/questions, so that wording and structure are one document.

Shapes: an answer to a question is a mapping from each field's name to
`radios`, `select`: the value of one option, or ""; `checklist`: the values ticked, or ["none"];
`text`, `email`, `long_text`: the words as they were typed; `date`: {"day", "month", "year"} as typed;
`people`, `rows`: a list of mappings from the inner fields' names to such values.
A field that may be left open (`may_not`) has beside it NAME_not: "not_known", "not_said" or "".
A field with `only: families` is asked on the family's pages and not where staff write a report down; `only: staff` the other way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

NONE = "none"
NOT_KNOWN, NOT_SAID = "not_known", "not_said"
OPEN = {NOT_KNOWN: "I do not know", NOT_SAID: "I would rather not say"}
CHOICES = frozenset({"radios", "select", "checklist"})
GROUPS = frozenset({"people", "rows"})
FAMILIES, STAFF = "families", "staff"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose. `settles` maps facts to the answers that choosing it gives."""

    value: str
    text: str
    hint: str = ""
    reveal: str = ""
    settles: Mapping[str, str] = field(default_factory=dict)
    not_none: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in. Units: `most` counts characters; `rows` and `at_first` count lines and groups shown."""

    name: str
    kind: str
    label: str
    hint: str = ""
    heading: bool = False
    options: tuple[Option, ...] = ()
    none: str = ""
    most: int = 400
    rows: int = 4
    may_not: bool = False
    autocomplete: str = ""
    type: str = "text"
    fields: tuple["Field", ...] = ()
    another: str = ""
    at_first: int = 1
    only: str = ""

    def option(self, value: object) -> Option | None:
        return next((option for option in self.options if option.value == value), None)


@dataclass(frozen=True, slots=True)
class Question:
    """One page of the report."""

    id: str
    short: str
    title: str
    hint: str
    body: str
    fields: tuple[Field, ...]

    @property
    def for_families(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.only != STAFF)

    @property
    def for_staff(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.only != FAMILIES)

    @property
    def is_headed_by_field(self) -> bool:
        return bool(self.fields) and self.fields[0].heading


def front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Part a wording file into its front matter, every value a text, and its Markdown."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # eight times as quick where PyYAML was built with libyaml
    _, front, body = text.split("---\n", 2)
    return yaml.load(front, loader), body.strip()  # noqa: S506  (it makes only texts, lists and mappings)


def as_html(markdown: str) -> str:
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark", {"html": False}).render(markdown)) if markdown else ""


def wording(*path: str) -> Any:
    folder = files("upstander").joinpath("wording")
    for part in path:
        folder = folder.joinpath(part)
    return folder


@cache
def questions() -> Mapping[str, Question]:
    """All questions in the order in which they are asked."""
    found = [file for file in wording("questions").iterdir() if file.name.endswith(".md")]
    found.sort(key=lambda file: int(file.name.partition("-")[0]))
    read = [_question(*front_matter(file.read_text(encoding="utf-8"))) for file in found]
    return {question.id: question for question in read}


def after(question_id: str) -> str:
    order = list(questions())
    return order[min(order.index(question_id) + 1, len(order) - 1)]


def before(question_id: str) -> str:
    order = list(questions())
    return order[order.index(question_id) - 1] if order.index(question_id) else ""


def _question(front: dict[str, Any], body: str) -> Question:
    fields = tuple(_field(each) for each in front["fields"])
    return Question(front["id"], front["short"], front["title"], front.get("hint", ""), as_html(body), fields)


def _field(front: dict[str, Any]) -> Field:
    plain = {key: value for key, value in front.items() if key not in ("options", "fields")}
    for key in ("most", "rows", "at_first"):
        if key in plain:
            plain[key] = int(plain[key])
    for key in ("heading", "may_not"):
        plain[key] = plain.get(key) == "yes"
    ticks = front["kind"] == "checklist"
    options = tuple(_option(each, ticks=ticks) for each in front.get("options", ()))
    if plain["may_not"] and front["kind"] == "select":
        options += tuple(Option(value, text) for value, text in OPEN.items())
    return Field(**plain, options=options, fields=tuple(_field(each) for each in front.get("fields", ())))


def _option(front: dict[str, Any], *, ticks: bool) -> Option:
    """A box to tick that names a fact settles it."""
    settles = front.get("settles", {front["value"]: "yes"} if ticks else {})
    return Option(**{**front, "settles": settles, "not_none": front.get("not_none") == "yes"})
