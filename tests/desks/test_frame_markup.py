"""Our components write what govuk-frontend 6.3.0 writes, so what was learnt with its users holds for ours."""

import json
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from tests.desks import gallery
from upstander.desks.frame.jinja import select_options

EXAMPLES = json.loads((Path(__file__).parent / "govuk_examples.json").read_text())
Options = Mapping[str, Any]


class Tree(HTMLParser):
    """What a browser would make of it: elements with their attributes, and words, without the spaces between."""

    UNSEEN = {"data-module"}  # our own script does not look for it

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[Any] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, sorted((name, value or "") for name, value in attrs if name not in self.UNSEEN)))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if words := " ".join(data.split()):
            self.seen.append(words)


def words(part: Options | None, key: str = "text") -> Any:
    """The text of a part, or its HTML, or nothing."""
    if not part:
        return ""
    return Markup(part["html"]) if part.get("html") else part.get(key, "")  # noqa: S704  (an official example)


def field(options: Options) -> dict[str, Any]:
    about = options.get("label") or options.get("fieldset", {}).get("legend", {})
    return {
        "id": options.get("id") or options.get("idPrefix") or "",
        "hint": words(options.get("hint")),
        "error": words(options.get("errorMessage")),
        "heading": about.get("isPageHeading", False),
    }


def choices(options: Options) -> list[dict[str, Any]]:
    return [
        {**item, "text": words(item), "hint": words(item.get("hint")), "reveal": words(item.get("conditional"))}
        for item in options["items"]
    ]


def legend(options: Options) -> Any:
    return words(options["fieldset"]["legend"])


def chosen(options: Options) -> list[Any]:
    return [*options.get("values", []), *(item["value"] for item in options["items"] if item.get("checked"))]


def call_button(ui: Any, options: Options) -> Any:
    kinds = {"": "primary", "govuk-button--secondary": "secondary", "govuk-button--warning": "danger"}
    return ui.button(options["text"], kinds[options.get("classes", "")], options.get("name", ""))


def call_errors(ui: Any, options: Options) -> Any:
    return ui.error_summary([(item["href"][1:], item["text"]) for item in options["errorList"]], options["titleText"])


def call_input(ui: Any, options: Options) -> Any:
    extras = {"prefix": words(options.get("prefix")), "suffix": words(options.get("suffix"))}
    extras["autocomplete"] = options.get("autocomplete", "")
    return ui.text_input(options["name"], options["label"]["text"], options.get("value", ""), **extras, **field(options))


def call_textarea(ui: Any, options: Options) -> Any:
    return ui.textarea(options["name"], options["label"]["text"], options.get("value", ""), **field(options))


def call_select(ui: Any, options: Options) -> Any:
    selected = [item["value"] for item in options["items"] if item.get("selected")]
    value = options.get("value", selected[0] if selected else "")
    return ui.select(options["name"], options["label"]["text"], options["items"], value, **field(options))


def call_file(ui: Any, options: Options) -> Any:
    return ui.file_upload(options["name"], options["label"]["text"], multiple=options.get("multiple", False), **field(options))


def call_radios(ui: Any, options: Options) -> Any:
    value = options.get("value") or next(iter(chosen(options)), "")
    inline = "govuk-radios--inline" in options.get("classes", "")
    small = "govuk-radios--small" in options.get("formGroup", {}).get("classes", "")
    return ui.radios(options["name"], legend(options), choices(options), value, inline=inline, small=small, **field(options))


def call_checkboxes(ui: Any, options: Options) -> Any:
    return ui.checkboxes(options["name"], legend(options), choices(options), chosen(options), **field(options))


def call_date(ui: Any, options: Options) -> Any:
    typed = {item["name"]: item.get("value") for item in options.get("items", [])}
    html = ui.date_input("x", legend(options), typed, **field(options))
    return str(html).replace('name="x-', 'name="')  # the example has no prefix


def call_summary(ui: Any, options: Options) -> Any:
    return ui.summary_list([(words(row["key"]), words(row["value"])) for row in options["rows"]])


def call_tag(ui: Any, options: Options) -> Any:
    kinds = {"": "plain", "govuk-tag--red": "danger", "govuk-tag--green": "done", "govuk-tag--yellow": "waiting"}
    return ui.tag(options["text"], kinds[options.get("classes", "")])


CALLS: dict[str, Callable[[Any, Options], Any]] = {
    "button": call_button,
    "error-summary": call_errors,
    "input": call_input,
    "textarea": call_textarea,
    "select": call_select,
    "file-upload": call_file,
    "radios": call_radios,
    "checkboxes": call_checkboxes,
    "date-input": call_date,
    "inset-text": lambda ui, options: ui.inset(options["text"]),
    "warning-text": lambda ui, options: ui.warning(options["text"]),
    "details": lambda ui, options: ui.details(options["summaryText"], options["text"]),
    "tag": call_tag,
    "summary-list": call_summary,
    "notification-banner": lambda ui, options: ui.notice("Important", heading=options["text"], id="govuk-notification-banner"),
}


@pytest.mark.parametrize(("component", "name"), [(component, name) for component in EXAMPLES for name in EXAMPLES[component]])
def test_a_component_writes_what_the_official_example_writes(component: str, name: str) -> None:
    example = EXAMPLES[component][name]

    ours = CALLS[component](gallery.components(), example["options"])

    assert Tree(ours).seen == Tree(example["html"]).seen


def test_a_change_link_says_what_it_changes_to_those_who_only_hear_it() -> None:
    ours = gallery.components().summary_list(
        [("School", "Thornbury Vale", "/school/"), ("When", "May", "/when/", "when it began")]
    )

    assert 'href="/school/">Change<span class="govuk-visually-hidden"> school</span>' in ours
    assert 'href="/when/">Change<span class="govuk-visually-hidden"> when it began</span>' in ours


def test_an_option_is_escaped_even_after_the_same_characters_came_as_markup() -> None:
    """What is drawn once is kept; markup and plain text of the same characters are kept apart."""
    assert "<i>Robin</i>" in select_options([("a", Markup("<i>Robin</i>"))])
    assert "&lt;i&gt;Robin&lt;/i&gt;" in select_options([("a", "<i>Robin</i>")])
