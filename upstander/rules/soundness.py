"""What a rulebook that reads well can still get wrong as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from upstander.kernel.document import BadRulebook
from upstander.rules.facts import MOST_SERIOUS
from upstander.rules.implicants import TooManyImplicants
from upstander.rules.proofs import broken_points, facts_read_too_early, rules_that_never_apply
from upstander.rules.rulebook import Rulebook

# What protects a child whatever the team, the force or the trust. The points of proofs.py hold for more than these.
NEVER_LEFT_OUT = frozenset(
    {*MOST_SERIOUS, "school", "refer_to_social_care", "consult_lado", "check_safety_now", "inform_dsl", "safety_plan"}
)


def refuse_unsound(rulebook: Rulebook, file: str) -> None:
    """Raises: BadRulebook with the first thing that is wrong."""
    try:
        for place, problem in _problems(rulebook):
            raise BadRulebook(f"{place or file}: {problem}")
    except TooManyImplicants:
        raise BadRulebook(f"{file}: a condition is too tangled to be decided exactly; write it as several rules") from None


def _problems(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Each problem with the line it is on, if it is on one."""
    for fact in _excluded_both_ways(rulebook):
        yield "", f'the exclusions use "{fact}" both ways, so answers could be left with no completion'
    for id in rules_that_never_apply(rulebook):
        yield rulebook.rule(id).place, f'the rule "{id}" can never apply'
    for id, fact in facts_read_too_early(rulebook):
        yield rulebook.rule(id).place, f'the rule "{id}" reads "{fact}" before it says anything (says_nothing_until)'
    for outcome in sorted(rulebook.leaves_out & NEVER_LEFT_OUT):
        yield "", f'"{outcome}" cannot be left out'
    for outcome in _given_by_no_rule(rulebook):
        yield "", f'no rule gives "{outcome}"; write one, or name it under leaves_out'
    for point, problem in broken_points(rulebook):
        yield "", f"point {point} of what must be proved does not hold: {problem}"


def _excluded_both_ways(rulebook: Rulebook) -> Iterator[str]:
    seen: dict[str, bool] = {}
    for exclusion in rulebook.exclusions:
        for fact, answer in exclusion.answers.items():
            if seen.setdefault(fact, answer) != answer:
                yield fact


def _given_by_no_rule(rulebook: Rulebook) -> Iterator[str]:
    given = {outcome for rule in rulebook.rules for _, outcome in rule.outcomes()}
    vocabulary = rulebook.vocabulary
    for outcome in (*vocabulary.routes, *vocabulary.duties, *vocabulary.prohibitions):
        if outcome not in given and outcome not in rulebook.leaves_out:
            yield outcome
