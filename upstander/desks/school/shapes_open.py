"""Questions of triage that nobody has answered, although something on record bears on them: offered, never answered by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from upstander.kernel.actor import Actor
from upstander.records.access.matrix import May, role_may
from upstander.records.assessments.assessing import known_facts
from upstander.records.cases.models import Case, CaseState
from upstander.rules import load_rulebook


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    fact: str
    question: str
    because: str


def open_questions(actor: Actor, case: Case, said: Mapping[str, str]) -> list[OpenQuestion]:
    """Shapes: `said` maps facts to a sentence each on what the record says. Nothing for whoever may not answer."""
    if not said or case.state == CaseState.CLOSED or not role_may(actor.role, May.ANSWER_FACT):
        return []
    known, facts = known_facts(case.assessment), load_rulebook(case.organisation.rulebook).facts
    return [
        OpenQuestion(fact, facts[fact].question, because) for fact, because in said.items() if fact in facts and fact not in known
    ]
