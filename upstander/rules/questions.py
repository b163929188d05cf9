"""What to ask next: the facts whose answers could still change something, the weightiest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from upstander.rules.facts import Fact
from upstander.rules.implicants import Answers, Numbering
from upstander.rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Question:
    """A fact worth asking about; `could_change` lists outcomes, the most serious first."""

    fact: str
    question: str
    by: tuple[str, ...]
    could_change: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {"fact": self.fact, "question": self.question, "by": list(self.by), "could_change": list(self.could_change)}


class Open(NamedTuple):
    """An outcome that is not settled.

    Shapes: `left` are the answers that could change it; `by_no` the facts, as answered yes, of which a no settles it at once.
    """

    left: Answers
    by_no: Answers


def order_questions(
    rulebook: Rulebook,
    answers: Mapping[str, str],
    numbering: Numbering,
    open_outcomes: Mapping[str, Open],
    asking: str | None = None,
) -> tuple[Question, ...]:
    """First what could change the most serious outcome; of those, what can be answered now; of those, what settles most outcomes.

    Most questions are answered no: what settles most is what settles most when it is answered so, then what could change most.

    Shapes: `open_outcomes` has the most serious first; `asking` is who can answer now: reporter, school or force.
    """
    could_change: dict[str, list[str]] = {}
    rank: dict[str, int] = {}
    settles: dict[str, int] = {}
    for place, (outcome, (left, by_no)) in enumerate(open_outcomes.items()):
        for fact in numbering.mentioned(by_no):
            settles[fact] = settles.get(fact, 0) + 1
        for fact in numbering.mentioned(left):
            if fact in could_change:
                could_change[fact].append(outcome)
            else:
                could_change[fact], rank[fact] = [outcome], place
    too_early = {guard.fact for guard in rulebook.guards if answers.get(guard.until) != "yes"}
    asked = [fact for fact in rulebook.facts if fact in could_change and fact not in too_early]
    later = {fact for fact in asked if asking and asking not in rulebook.facts[fact].by}
    asked.sort(key=lambda fact: (rank[fact], fact in later, -settles.get(fact, 0), -len(could_change[fact])))
    return tuple([_question(rulebook.facts[fact], could_change[fact]) for fact in asked])


def _question(fact: Fact, could_change: list[str]) -> Question:
    return Question(fact.id, fact.question, fact.by, tuple(could_change))
