"""What we say to families besides questions: help after an answer, and what each route means for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup, escape

from upstander.desks.family.shapes import Notice
from upstander.records.intake.questions import as_html, front_matter, wording
from upstander.records.intake.taking_facts import facts_from


@dataclass(frozen=True, slots=True)
class Advice:
    after: str
    fact: str
    notice: Notice


@dataclass(frozen=True, slots=True)
class RouteInWords:
    id: str
    title: str
    words: Markup


@cache
def _advice() -> tuple[Advice, ...]:
    read = [front_matter(file.read_text(encoding="utf-8")) for file in wording("advice").iterdir() if file.name.endswith(".md")]
    found = [
        Advice(front["after"], front["fact"], Notice(front["title"], Markup(as_html(body)), front["kind"]))  # noqa: S704
        for front, body in read
    ]
    return tuple(sorted(found, key=lambda advice: (advice.notice.kind != "danger", advice.fact)))


def advice_after(question_id: str, answer: Mapping[str, Any]) -> list[Notice]:
    """What helps somebody who has just answered this."""
    facts = facts_from({question_id: answer})
    return [each.notice for each in _advice() if each.after == question_id and facts.get(each.fact) == "yes"]


@cache
def _route(route_id: str) -> tuple[str, str]:
    front, body = front_matter(wording("advice", "routes", f"{route_id}.md").read_text(encoding="utf-8"))
    return front["title"], as_html(body)


def routes_in_words(route_ids: Iterable[str], school: str) -> list[RouteInWords]:
    """Each route as a family reads it, in the order given: the most serious first."""
    return [
        RouteInWords(
            route_id,
            title.replace("{school}", school),
            Markup(body.replace("{school}", str(escape(school)))),  # noqa: S704
        )
        for route_id in route_ids
        for title, body in [_route(route_id)]
    ]


@cache
def what_to_do_now() -> Markup:
    return Markup(as_html(wording("receipt.md").read_text(encoding="utf-8")))  # noqa: S704


def all_route_ids() -> list[str]:
    return [file.name.removesuffix(".md") for file in wording("advice", "routes").iterdir()]
