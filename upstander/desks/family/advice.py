"""What we say to families besides questions: help after an answer, and what routes and duties mean for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup

from upstander.desks.family.shapes import Notice
from upstander.records.intake.family_words import KINDS, in_family_words
from upstander.records.intake.questions import as_html, front_matter, wording
from upstander.records.intake.taking_facts import facts_from


@dataclass(frozen=True, slots=True)
class Advice:
    after: str
    fact: str
    notice: Notice


@dataclass(frozen=True, slots=True)
class InWords:
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


def said_at_receipt(promised: Mapping[str, Any], school: str) -> dict[str, list[InWords]]:
    """Where it goes and what has to be done, as the receipt said it and as it stays: later verdicts do not change it.

    Shapes: each in the order kept with the report, the most serious route first. Reports of earlier versions have no duties.
    """
    return {kind: in_words(kind, promised.get(kind, ()), school) for kind in KINDS}


def in_words(kind: str, ids: Iterable[str], school: str) -> list[InWords]:
    return [InWords(each.title, Markup(each.html)) for each in in_family_words(kind, ids, school)]  # noqa: S704  (our own words)


@cache
def what_to_do_now() -> Markup:
    return Markup(as_html(wording("receipt.md").read_text(encoding="utf-8")))  # noqa: S704
