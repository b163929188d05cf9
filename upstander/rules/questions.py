"""What to ask next: the facts whose answers could still change something, the weightiest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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


def order_questions(
    rulebook: Rulebook, answers: Mapping[str, str], numbering: Numbering, open_outcomes: Mapping[str, Answers]
) -> tuple[Question, ...]:
    """First what could change the most serious outcome, then what could change most outcomes.

    Shapes: `open_outcomes` maps each open outcome, most serious first, to the answers that could change it.
    """
    could_change: dict[str, list[str]] = {}
    rank: dict[str, int] = {}
    for place, (outcome, left) in enumerate(open_outcomes.items()):
        for fact in numbering.mentioned(left):
            if fact in could_change:
                could_change[fact].append(outcome)
            else:
                could_change[fact], rank[fact] = [outcome], place
    too_early = {guard.fact for guard in rulebook.guards if answers.get(guard.until) != "yes"}
    asked = [fact for fact in rulebook.facts if fact in could_change and fact not in too_early]
    asked.sort(key=lambda fact: (rank[fact], -len(could_change[fact])))
    return tuple([_question(rulebook.facts[fact], could_change[fact]) for fact in asked])


def _question(fact: Fact, could_change: list[str]) -> Question:
    return Question(fact.id, fact.question, fact.by, tuple(could_change))
