"""What changes a rulebook is noticed, or matters to nobody. `make mutants` tries every change; here, some of them."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable

import pytest

from tests.rules.reading import DORSET, ENGLAND
from tools.mutants import Mutant, changed
from tools.mutate_rulebook import LISTED, all_mutants, noticed_by, reason
from tools.sameness import first_difference
from upstander.rules.conditions import AllOf, AnyOf, Is, Not

MUTANTS = {mutant.name: mutant for mutant in all_mutants()}
Name = tuple[str, str, str]
EXCUSED: dict[Name, str] = {
    (row[0], row[1], row[2]): row[3] for row in list(csv.reader(LISTED.read_text("utf-8").splitlines()))[1:]
}


def some(names: set[Name], count: int) -> list[Name]:
    return random.Random(7).sample(sorted(names), count)


def test_no_two_mutants_have_one_name() -> None:
    assert len(MUTANTS) == len(list(all_mutants()))


def test_what_is_listed_is_a_mutant() -> None:
    """If this or the next fails: python -m tools.mutate_rulebook --write, and read the difference."""
    assert EXCUSED.keys() <= MUTANTS.keys()


@pytest.mark.parametrize("name", some({*EXCUSED}, 12))
def test_what_is_listed_is_not_noticed_and_cannot_matter(name: Name) -> None:
    assert noticed_by(MUTANTS[name]) is None
    assert reason(MUTANTS[name]) == EXCUSED[name]


@pytest.mark.parametrize("name", some({*MUTANTS} - {*EXCUSED}, 25))
def test_what_is_not_listed_is_noticed(name: Name) -> None:
    assert noticed_by(MUTANTS[name])


def test_every_rule_and_every_term_is_changed_in_each_way() -> None:
    places = {(mutant.document, mutant.place) for mutant in MUTANTS.values()}

    assert {("england", rule.id) for rule in ENGLAND.rules} <= places
    assert {("dorset", rule.id) for rule in DORSET.rules if rule.rulebook == "dorset"} <= places
    assert {("england", term) for term in ENGLAND.terms} <= places
    assert {("dorset", term) for term in DORSET.terms if term not in ENGLAND.terms} <= places


def test_a_condition_is_changed_in_each_way() -> None:
    a, b, c = Is("a"), Is("b"), Is("c")
    found = [condition for _, _, condition in changed(AllOf((a, AnyOf((b, Not(c))))))]

    either = AnyOf((b, Not(c)))
    assert found == [
        AnyOf((a, either)),
        AllOf((either,)),
        AllOf((a,)),
        AllOf((Not(a), either)),
        AllOf((a, AllOf((b, Not(c))))),
        AllOf((a, AnyOf((Not(c),)))),
        AllOf((a, AnyOf((b,)))),
        AllOf((a, AnyOf((Not(b), Not(c))))),
        AllOf((a, AnyOf((b, c)))),
    ]


def find(fits: Callable[[Mutant], bool]) -> Mutant:
    return next(mutant for mutant in MUTANTS.values() if fits(mutant))


def test_a_difference_is_seen() -> None:
    later = find(lambda mutant: mutant.kind == "a time limit changed" and mutant.place == "tell-the-family")
    dropped = find(lambda mutant: mutant.kind == "a rule dropped" and mutant.place == "prejudice")

    assert first_difference(ENGLAND, ENGLAND) is None
    assert "tell_target_family_outcome is not for the same people" in (first_difference(ENGLAND, later.of(ENGLAND)) or "")
    assert first_difference(DORSET, dropped.of(DORSET))
