"""Triage: facts go in, a verdict comes out, and every part of it says which rule and which clause it rests on."""

from upstander.kernel.document import BadRulebook
from upstander.rules.facts import BadFacts, Fact
from upstander.rules.library import known_rulebooks, load_rulebook
from upstander.rules.questions import Question
from upstander.rules.rulebook import Rulebook
from upstander.rules.verdict import Outcome, Reason, Verdict, triage

__all__ = [
    "BadFacts",
    "BadRulebook",
    "Fact",
    "Outcome",
    "Question",
    "Reason",
    "Rulebook",
    "Verdict",
    "known_rulebooks",
    "load_rulebook",
    "triage",
]
