"""Exactness over every set of answers, for invented rulebooks small enough to try them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.rules import naive
from tests.rules.reading import everything, statuses
from upstander.rules import Rulebook, triage
from upstander.rules.conditions import ALWAYS, AllOf, AnyOf, Condition, Is, Not
from upstander.rules.facts import Fact, Vocabulary
from upstander.rules.rulebook import Chapter, Exclusion, Rule

FACTS = ("a", "b", "c", "d")
ROUTES = ("first", "second", "third")

conditions: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(FACTS),
    lambda inner: st.one_of(
        st.builds(lambda part: {"not": part}, inner),
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=8,
)
polarities = st.fixed_dictionaries({fact: st.sampled_from(["yes", "no"]) for fact in FACTS})
pairs = st.lists(st.sampled_from(list(combinations(FACTS, 2))), max_size=2, unique=True)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Rules over four facts; each fact stands in the exclusions with one answer only, as the loader demands."""
    answer = draw(polarities)
    whens = draw(st.lists(st.tuples(conditions, st.sampled_from(ROUTES)), min_size=1, max_size=4))
    return {
        "rules": [{"when": when, "then": {"routes": [route]}} for when, route in whens],
        "exclusions": [{"never_together": {fact: answer[fact] for fact in pair}} for pair in draw(pairs)],
    }


def condition(when: Any) -> Condition:
    if when == "always":
        return ALWAYS
    if isinstance(when, str):
        return Is(when)
    [(connective, inner)] = when.items()
    if connective == "not":
        return Not(condition(inner))
    parts = tuple(condition(part) for part in inner)
    return AllOf(parts) if connective == "all" else AnyOf(parts)


def rulebook(document: Mapping[str, Any]) -> Rulebook:
    rules = tuple(
        Rule(f"rule-{n}", f"small.yaml:{n}", condition(rule["when"]), tuple(rule["then"]["routes"]), {}, (), "So.", ("x",))
        for n, rule in enumerate(document["rules"])
    )
    return Rulebook(
        id="small",
        title="",
        version="1",
        about="",
        fingerprint="",
        vocabulary=Vocabulary(
            {f: Fact(f, "risk", ("school",), f"{f}?", "") for f in FACTS}, dict.fromkeys(ROUTES, ""), {}, {}, frozenset()
        ),
        terms={},
        chapters=(Chapter("only", "Only", "", rules),),
        exclusions=tuple(
            Exclusion({f: answer == "yes" for f, answer in e["never_together"].items()}, "No.") for e in document["exclusions"]
        ),
        guards=(),
        contradictions=(),
    )


def all_answers(facts: tuple[str, ...] = FACTS) -> Iterator[dict[str, str]]:
    for answers in product(("yes", "no", "unknown"), repeat=len(facts)):
        yield dict(zip(facts, answers, strict=True))


@given(documents())
@example(
    {
        "rules": [{"when": {"all": ["a", "b"]}, "then": {"routes": ["first"]}}],
        "exclusions": [{"never_together": {"a": "yes", "b": "yes"}}],
    }
)
@settings(max_examples=80, deadline=None)
def test_every_answer_is_exact(document: dict[str, Any]) -> None:
    small = rulebook(document)
    for facts in all_answers():
        assert statuses(triage(small, facts)) == naive.statuses(document, facts)


@given(documents())
@settings(max_examples=40, deadline=None)
def test_a_question_is_asked_exactly_when_its_answer_could_settle_something(document: dict[str, Any]) -> None:
    """For any answers to the other questions that may come, an answer to this one settles what was open."""
    small = rulebook(document)
    settled = {tuple(facts.values()): naive.statuses(document, facts) for facts in all_answers() if _agrees(document, facts)}
    for facts in (dict(zip(FACTS, answers, strict=True)) for answers in settled):
        asked = {question.fact: set(question.could_change) for question in triage(small, facts).ask}
        assert asked == _could_settle(settled, facts)


def _could_settle(settled: Mapping[tuple[str, ...], Mapping[str, str]], facts: dict[str, str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    extensions = [later for later in settled if all(facts[f] in ("unknown", a) for f, a in zip(FACTS, later, strict=True))]
    for place, fact in enumerate(FACTS):
        for before in extensions:
            for after in ((*before[:place], answer, *before[place + 1 :]) for answer in ("yes", "no")):
                if before[place] == "unknown" and after in settled:
                    changed = {r for r in ROUTES if settled[before].get(r) == "possible" != settled[after].get(r)}
                    if changed:
                        found.setdefault(fact, set()).update(changed)
    return found


def _agrees(document: Mapping[str, Any], facts: Mapping[str, str]) -> bool:
    return not any(all(facts[f] == a for f, a in pair["never_together"].items()) for pair in document["exclusions"])


def test_a_case_split_is_seen_through() -> None:
    document = {
        "rules": [{"when": "a", "then": {"routes": ["first"]}}, {"when": {"not": "a"}, "then": {"routes": ["first"]}}],
        "exclusions": [],
    }
    verdict = triage(rulebook(document), {})

    [route] = everything(verdict)
    assert route.status == "required"
    assert [(reason.rule, reason.missing) for reason in route.because] == [("rule-0", ("a",)), ("rule-1", ("a",))]
    assert verdict.ask == ()
