"""A verdict as a page of plain text for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from upstander.rules.due import parse_due
from upstander.rules.rulebook import Rulebook
from upstander.rules.sources import HOW_SURE, describe
from upstander.rules.verdict import Outcome, Reason, Verdict

WIDTH = 92


def page(rulebook: Rulebook, verdict: Verdict) -> str:
    """Shapes: lines of at most WIDTH characters, ending in a line break."""
    return "\n".join(_lines(rulebook, verdict)) + "\n"


def _lines(rulebook: Rulebook, verdict: Verdict) -> Iterator[str]:
    yield from _clashes(verdict)
    everything = (*verdict.routes, *verdict.duties)
    yield from _section("Where it goes, and what must be done", rulebook, _with_status(everything, "required"))
    yield from _section("Nobody may do this", rulebook, _with_status(verdict.prohibitions, "required"))
    possible = _with_status((*everything, *verdict.prohibitions), "possible")
    yield from _section("May follow, when more is known", rulebook, possible)
    yield from _questions(rulebook, verdict)
    yield f"* {HOW_SURE['m']}"
    yield f"Rulebook {verdict.rulebook} {verdict.version}"
    yield verdict.fingerprint


def _with_status(outcomes: Iterable[Outcome], status: str) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.status == status]


def _heading(text: str) -> Iterator[str]:
    yield text
    yield "=" * len(text)
    yield ""


def _clashes(verdict: Verdict) -> Iterator[str]:
    if not verdict.clashes:
        return
    yield from _heading("These answers cannot both be right")
    for clash in verdict.clashes:
        answers = ", ".join(f"{fact}: {answer}" for fact, answer in clash.facts.items())
        yield from _paragraph(f"{answers}. {clash.because}", "  ")
    yield ""


def _section(title: str, rulebook: Rulebook, outcomes: list[Outcome]) -> Iterator[str]:
    if not outcomes:
        return
    yield from _heading(title)
    for outcome in outcomes:
        yield from _paragraph(_sentence(rulebook, outcome), "* ")
        for reason in outcome.because:
            yield from _paragraph(_because(rulebook, reason), "    ")
        yield ""


def _sentence(rulebook: Rulebook, outcome: Outcome) -> str:
    text = rulebook.outcome_text(outcome.kind, outcome.id)
    if outcome.actor is None or outcome.due is None:
        return f"{text}."
    who = {"school": "the school", "force": "the safer-schools team", "reporter": "the person who reported it"}[outcome.actor]
    until = f", until it is known: {rulebook.facts[outcome.until_known].question}" if outcome.until_known else "."
    return f"{text}: {who}, {parse_due(outcome.due)}{until}"


def _because(rulebook: Rulebook, reason: Reason) -> str:
    unsure = " Ask your safer-schools team." if rulebook.rule(reason.rule).ask_your_team else ""
    waits = f" Not known yet: {', '.join(reason.missing)}." if reason.missing else ""
    return f"{reason.text}{unsure}{waits} [{', '.join(map(_marked, reason.sources))}]"


def _marked(key: str) -> str:
    return f"{key}*" if describe(key).how_sure == "m" else key


def _questions(rulebook: Rulebook, verdict: Verdict) -> Iterator[str]:
    if not verdict.ask:
        return
    yield from _heading("Ask next")
    for number, question in enumerate(verdict.ask, start=1):
        first, more = question.could_change[0], len(question.could_change) - 1
        others = f" and {more} more" if more else ""
        yield from _paragraph(f"{question.question} ({' or '.join(question.by)}; could change {first}{others})", f"{number:>2}. ")
    yield ""


def _paragraph(text: str, lead: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead), break_on_hyphens=False)
