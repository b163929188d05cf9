"""What a duty says on a list: the rulebook's words, or shorter ones that name the child."""

from __future__ import annotations

from upstander.rules import load_rulebook

ABOUT = {
    "inform_dsl": "Read the report about {child}",
    "check_safety_now": "Check that {child} is safe now, and name the adult looking after each child",
    "tell_target_family_outcome": "Tell {child}’s family the outcome",
    "support_target": "Support {child}",
    "record_decision_and_reasons": "Record who decided, and why",
    "investigate": "Look into it, decide and write down the reasons",
    "reach_family": "A message to a family did not arrive: reach them another way",
    "ask_police_update": "Ask the police how far they are",
    "review_date": "Set a date to check that it has stopped",
    "chase_other_school": "Hear from the other school, and remind it if nothing has come",
    "answer_complaint": "Answer a family that does not agree",
    "review_not_telling": "Look again at the reason why a family is not told",
}


def first_name(child: str) -> str:
    return child.split(" ", 1)[0] if child else ""


def say(duty: str, child: str, rulebook: str) -> str:
    """Raises: KeyError, for a duty that the rulebook does not know."""
    words = ABOUT.get(duty)
    if words is None:
        return load_rulebook(rulebook).outcome_text("duty", duty)
    return words.format(child=first_name(child) or "the child")
