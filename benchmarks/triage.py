"""What triage costs: one case with its reasons, very many cases at once, a plain evaluator, and zen-engine with the same rules.

    python -m benchmarks.triage [--cases 1000000]

CPU of one core, in this process. The plain evaluator and zen-engine get every fact answered, since neither knows what is not
known (zen-engine takes a fact that is not there as "no match"); ours gets the same cases, and such as people really have, with
most facts unknown. zen-engine is compared only where it is installed: uv sync --group compare.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from benchmarks.installation import machine
from upstander.rules import Rulebook, load_rulebook, triage
from upstander.rules.conditions import AllOf, AnyOf, Condition, Is, Not, Term, holds
from upstander.rules.many import triage_many

Facts = dict[str, str]
GOAL_ONE, GOAL_MANY = 1.0, 200_000  # milliseconds; cases a second
SOME = 2_000
ROUNDS = 3


def main() -> None:
    options = argparse.ArgumentParser(description="What triage costs.")
    options.add_argument("--cases", type=int, default=1_000_000)
    chosen = options.parse_args()
    rulebook = load_rulebook("dorset")
    print(machine())
    full = list(islice(_cases(rulebook, answered=1.0), SOME))
    partly = list(islice(_cases(rulebook, answered=0.3), SOME))
    ours = _rate(lambda: [triage(rulebook, facts) for facts in partly], SOME)
    _say("one case, with reasons and questions; three facts in ten known", ours)
    print(f"    {1000 / ours:.2f} ms a case, at most {GOAL_ONE:.0f}: {'kept' if 1000 / ours <= GOAL_ONE else 'BROKEN'}")
    _say("one case, with reasons; every fact known", _rate(lambda: [triage(rulebook, facts) for facts in full], SOME))
    plain = _rate(lambda: [_plainly(rulebook, facts) for facts in full], SOME)
    _say("plain evaluator; every fact known", plain)
    if zen := _zen(rulebook):
        _say("zen-engine, the same rules; every fact known", _rate(lambda: [zen(facts) for facts in full], SOME))
    for name, answered in (("three facts in ten known", 0.3), ("every fact known", 1.0)):
        many = _stream(rulebook, _cases(rulebook, answered), chosen.cases)
        kept = "kept" if many >= GOAL_MANY else "BROKEN"
        _say(f"{chosen.cases:,} cases at once; {name}", many)
        print(f"    {many / plain:.0f} times the plain evaluator; at least {GOAL_MANY:,}: {kept}")


def _say(what: str, rate: float) -> None:
    print(f"{rate:>12,.0f} cases/s  {what}")


def _cases(rulebook: Rulebook, answered: float) -> Iterator[Facts]:
    """Invented fact sets, always the same ones; most answers are no, as in life."""
    dice = random.Random(2026)  # noqa: S311
    facts = list(rulebook.facts)
    while True:
        yield {fact: "yes" if dice.random() < 0.25 else "no" for fact in facts if dice.random() < answered}


def _rate(do: Callable[[], object], count: int) -> float:
    """The best of some rounds: what else the machine does only ever takes away."""
    return max(_once(do, count) for _ in range(ROUNDS))


def _once(do: Callable[[], object], count: int) -> float:
    began = time.process_time()
    do()
    return count / (time.process_time() - began)


def _stream(rulebook: Rulebook, cases: Iterable[Facts], count: int) -> float:
    """Only the triage is timed, not the inventing: block for block, as they would come from the database."""
    source, spent, done = iter(cases), 0.0, 0
    while done < count and (block := list(islice(source, min(65_536, count - done)))):
        began = time.process_time()
        done += sum(found.count for found in triage_many(rulebook, block))
        spent += time.process_time() - began
    return done / spent


def _plainly(rulebook: Rulebook, facts: Facts) -> set[str]:
    world = {fact: answer == "yes" for fact, answer in facts.items()}
    return {outcome for rule in rulebook.rules if holds(rule.when, world) for _, outcome in rule.outcomes()}


def _zen(rulebook: Rulebook) -> Callable[[Facts], object] | None:
    """The rulebook as one decision table that collects every rule whose condition holds."""
    try:
        import zen
    except ImportError:
        print("             (zen-engine is not installed: uv sync --group compare)")
        return None
    rows = [{"_id": rule.id, "when": _expression(rule.when), "rule": f'"{rule.id}"'} for rule in rulebook.rules]
    table = {
        "hitPolicy": "collect",
        "inputs": [{"id": "when", "name": "When", "field": ""}],
        "outputs": [{"id": "rule", "name": "Rule", "field": "rule"}],
        "rules": rows,
    }
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in"},
        {"id": "table", "type": "decisionTableNode", "name": "table", "content": table},
        {"id": "out", "type": "outputNode", "name": "out"},
    ]
    edges = [
        {"id": "a", "type": "edge", "sourceId": "in", "targetId": "table"},
        {"id": "b", "type": "edge", "sourceId": "table", "targetId": "out"},
    ]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))

    def evaluate(facts: Facts) -> set[str]:
        found = decision.evaluate({fact: answer == "yes" for fact, answer in facts.items()})["result"]
        return {outcome for row in found for _, outcome in rulebook.rule(row["rule"]).outcomes()}

    for facts in islice(_cases(rulebook, 1.0), 20):
        assert evaluate(facts) == _plainly(rulebook, facts), "zen-engine was asked something else"
    return evaluate


def _expression(condition: Condition) -> str:
    match condition:
        case Is(fact):
            return fact
        case Not(part):
            return f"not ({_expression(part)})"
        case Term(_, meaning):
            return _expression(meaning)
        case AllOf(parts):
            return " and ".join(f"({_expression(part)})" for part in parts) or "true"
        case AnyOf(parts):
            return " or ".join(f"({_expression(part)})" for part in parts) or "false"


if __name__ == "__main__":
    main()
