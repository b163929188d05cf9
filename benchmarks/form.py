"""The form of a page, filled in as somebody would: what the page carries hidden stays, what is known is typed."""

from __future__ import annotations

from html.parser import HTMLParser

from benchmarks.visitor import Answer

FILLED_BY_HAND = ("text", "email", "tel", "search", "")


class Form(HTMLParser):
    """The first form of the page that is sent by POST."""

    def __init__(self, page: Answer) -> None:
        super().__init__()
        self.action = ""
        self.hidden: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.choices: dict[str, list[str]] = {}
        self._inside = False
        self.feed(page.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and not self.action and given.get("method") == "post":
            self.action, self._inside = given.get("action", ""), True
        elif self._inside and given.get("name"):
            self._field(tag, given["name"], given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False

    def _field(self, tag: str, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "")
        if kind == "hidden":
            self.hidden.append((name, given.get("value", "")))
        elif kind in ("radio", "checkbox"):
            self.choices.setdefault(name, []).append(given.get("value", ""))
        elif tag == "textarea" or (kind in FILLED_BY_HAND and tag != "button"):
            self.open.append(name)

    def filled(self, known: dict[str, str]) -> list[tuple[str, str]]:
        """Shapes: `known` maps a field's name, or the end of it, to what is typed or chosen."""
        fields = list(self.hidden)
        for name in [*self.open, *self.choices]:
            typed = known.get(name) or next((value for end, value in known.items() if end[0] == "-" and name.endswith(end)), "")
            if typed and (name in self.open or typed in self.choices[name]):
                fields.append((name, typed))
        return fields
