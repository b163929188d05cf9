"""What was proved, as a table for people: the point, whether it holds, and the fewest facts that break it."""

from __future__ import annotations

import sys
from textwrap import wrap
from time import perf_counter

from upstander.operations.solving.proving import Broken, Finding, prove
from upstander.operations.solving.worlds import Answers
from upstander.rules.rulebook import Rulebook

TITLE_WIDTH = 92


def proved(rulebook: Rulebook) -> int:
    """Print each line as soon as it is known; return 1 when a point is broken, else 0."""
    start, holds = perf_counter(), True
    print(f"{rulebook.id} {rulebook.version}, over every combination of {len(rulebook.facts)} facts")
    for finding in prove(rulebook):
        holds = holds and finding.broken is None
        print("\n".join(_lines(finding)))
        sys.stdout.flush()
    print(
        f"    {'All of it holds.' if holds else 'It does not all hold.':<{TITLE_WIDTH}}         {perf_counter() - start:6.2f} s\n"
    )
    return 0 if holds else 1


def _lines(finding: Finding) -> list[str]:
    number = f"{finding.number:>2}." if finding.number else " - "
    line = f"{number} {finding.title:<{TITLE_WIDTH}} {'broken' if finding.broken else 'holds':<7} {finding.seconds:6.2f} s"
    return [line, *(_paragraph(spelt(finding.broken)) if finding.broken else ())]


def spelt(broken: Broken) -> str:
    facts = _answers(broken.facts) or "Whatever the facts"
    turned = {fact: answer for fact, answer in broken.then.items() if broken.facts.get(fact) is not answer}
    return f"{facts}{f'; then {_answers(turned)}' if turned else ''}: {broken.says}."


def _answers(answers: Answers) -> str:
    return ", ".join(f"{fact}: {'yes' if yes else 'no'}" for fact, yes in answers.items())


def _paragraph(text: str) -> list[str]:
    return wrap(text, TITLE_WIDTH + 4, initial_indent="      ", subsequent_indent="      ", break_on_hyphens=False)
