"""What to say when ringing 101, on one page: in the order in which a call handler asks, in lines to be read aloud."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LONGEST_LINE = 170  # characters of one answer on the sheet; the rest is in the pack
LONGEST_THREAT = 900  # a threat is read out word for word
MOST_PEOPLE = 6
MOST_ACCOUNTS = 5


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    lines: tuple[Line, ...]


def sheet_of(payload: Mapping[str, Any]) -> tuple[Part, ...]:
    """Shapes: six parts, each with few lines. What is not known is said, so that nobody looks for it while ringing."""
    groups = list(_groups(payload))
    return (
        Part("Say first", tuple(_first(payload, groups))),
        Part("Danger", tuple(_fields(groups, "now", ("danger", "children", "tonight")))),
        Part("Who", tuple(_people(groups))),
        Part("What, when, on what", tuple(_what(groups))),
        Part("Done so far", tuple(_fields(groups, "done_so_far", ("school", "agencies", "platform", "earlier"), silent=True))),
        Part("Ask for", tuple(_ask(groups))),
    )


def _groups(payload: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for section in payload["sections"]:
        yield from section["groups"]


def _of(groups: list[Mapping[str, Any]], kind: str) -> list[Mapping[str, Any]]:
    return [group for group in groups if group["of"] == kind]


def said(group: Mapping[str, Any], field: str) -> str:
    """One field as it is read aloud; what is kept back is said to be."""
    it = next((each for each in group["fields"] if each["field"] == field), None)
    if it is None or it["state"] == "not_known":
        return ""
    words = " ".join("; ".join(it["lines"]).split()) if it["state"] == "known" else "Kept back; ask the school"
    most = LONGEST_THREAT if field == "threats" else LONGEST_LINE
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _fields(groups: list[Mapping[str, Any]], kind: str, names: tuple[str, ...], *, silent: bool = False) -> Iterator[Line]:
    for group in _of(groups, kind):
        for it in group["fields"]:
            if it["field"] in names and (said(group, it["field"]) or not silent):
                yield Line(it["label"], said(group, it["field"]) or "Not known")


def _first(payload: Mapping[str, Any], groups: list[Mapping[str, Any]]) -> Iterator[Line]:
    own = _of(groups, "reporter")[0]
    yield Line("I am", ", ".join(filter(None, [said(own, "name"), said(own, "role"), said(own, "organisation")])))
    yield Line("My number", said(own, "phone") or "Not known")
    yield Line("Our reference", str(payload["reference"]))


def _people(groups: list[Mapping[str, Any]]) -> Iterator[Line]:
    people = _of(groups, "person")
    for group in people[:MOST_PEOPLE]:
        born = said(group, "born")
        details = [
            said(group, "part"),
            f"born {born}" if born else said(group, "year"),
            said(group, "school"),
            said(group, "contact"),
        ]
        yield Line(group["title"], "; ".join(filter(None, details)) or "Nothing else is known")
    if len(people) > MOST_PEOPLE:
        yield Line("And", f"{len(people) - MOST_PEOPLE} more, in the pack")


def _what(groups: list[Mapping[str, Any]]) -> Iterator[Line]:
    yield from _fields(groups, "circumstances", ("first", "latest", "pattern", "threats", "demands", "devices"))
    accounts = _of(groups, "account")
    for group in accounts[:MOST_ACCOUNTS]:
        yield Line(group["title"], ", ".join(filter(None, [said(group, "platform"), said(group, "as_given")])) or "Not known")
    if len(accounts) > MOST_ACCOUNTS:
        yield Line("And", f"{len(accounts) - MOST_ACCOUNTS} more accounts, in the pack")
    for group in _of(groups, "image"):
        if "that there is one" in said(group, "child") + said(group, "adult"):
            yield Line("Intimate image", "It is said that there is one. We describe it in words only, and have not looked at it")


def _ask(groups: list[Mapping[str, Any]]) -> Iterator[Line]:
    yield from _fields(groups, "asked", ("ask", "preservation"))
    yield Line("Write down", "Log or crime reference; officer; how to reach them; when they come back to us")
