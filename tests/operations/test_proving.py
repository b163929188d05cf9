"""`upstander rulebook prove`: the solver shows the fourteen points, and what breaks one is the fewest facts that really do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
import z3

from tests.rules.reading import everything, required, status
from tests.rules.test_loading import BREAKS, changed, written
from tests.surroundings import ROOT
from upstander.operations import rulebook as command
from upstander.operations.solving.points import POINTS, nothing_said
from upstander.operations.solving.proving import Broken, Finding, prove, what_breaks
from upstander.operations.solving.smallest import Hold, smallest
from upstander.operations.solving.table import spelt
from upstander.operations.solving.worlds import World
from upstander.rules import Rulebook, Verdict, known_rulebooks, load_rulebook, triage
from upstander.rules.library import read_rulebook_file


@pytest.mark.parametrize("id", known_rulebooks())
def test_every_point_holds(id: str) -> None:
    findings = list(prove(load_rulebook(id)))

    assert [finding.number for finding in findings] == [*range(1, 15), None]
    assert [finding for finding in findings if finding.broken] == []


def broken_at(point: int, folder: Path, old: str, new: str) -> tuple[Rulebook, Broken]:
    rulebook = read_rulebook_file(written(folder, changed(old, new)))
    broken = what_breaks(POINTS[point - 1], World.of(rulebook))
    assert broken is not None
    return rulebook, broken


def lost(outcome: str) -> Callable[[Verdict, Verdict], bool]:
    return lambda first, then: (status(first, outcome), status(then, outcome)) == ("required", "left out")


def not_given(outcome: str) -> Callable[[Verdict, Verdict], bool]:
    return lambda first, _: status(first, outcome) == "left out"


def given(*outcomes: str) -> Callable[[Verdict, Verdict], bool]:
    return lambda first, _: set(outcomes) <= required(everything(first))


REALLY_BREAKS: dict[int, Callable[[Verdict, Verdict], bool]] = {
    1: not_given("emergency_999"),
    2: not_given("police_101"),
    3: given("ssct_conversation"),
    4: lost("childrens_social_care"),
    5: lost("record_prejudice"),
    6: lost("lado"),
    7: given("tell_target_family_outcome", "conclude_before_investigation"),
    8: lambda first, _: [route.id for route in first.routes] == ["school"],
    9: not_given("contact_other_school"),
    10: given("ask_online_element"),
    11: not_given("tell_target_family_outcome"),
    12: not_given("burden_target"),
    13: not_given("treat_under_10_as_suspect"),
    14: given("answer_records_request"),
}
# What the points themselves speak of; of everything else in a counter-example no answer can be spared.
SPOKEN_OF = {"immediate_danger", "harassment_over_time", "sanction_tried", "restorative_tried", "other_party_other_school"}
SPOKEN_OF |= {"other_school_known", "face_to_face", "school_investigated", "family_told_outcome", "other_party_under_10"}


@pytest.mark.parametrize("point", BREAKS)
def test_what_breaks_a_point_is_found_and_really_breaks_it(tmp_path: Path, point: int) -> None:
    rulebook, found = broken_at(point, tmp_path, *BREAKS[point])

    first = {fact: "yes" if yes else "no" for fact, yes in found.facts.items()}
    then = first | {fact: "yes" if yes else "no" for fact, yes in found.then.items()}
    assert REALLY_BREAKS[point](triage(rulebook, first), triage(rulebook, then))
    for fact in first.keys() - found.then.keys() - SPOKEN_OF:
        less = [{key: answer for key, answer in facts.items() if key != fact} for facts in (first, then)]
        assert not REALLY_BREAKS[point](triage(rulebook, less[0]), triage(rulebook, less[1]))


@pytest.mark.parametrize(
    ("point", "pair", "says"),
    [
        (4, "{parental_permission: yes, staff_accused: yes}", "lado is no longer possible"),
        (5, "{off_premises: yes, prejudice: yes}", "record_prejudice is no longer possible"),
        (6, "{serious_threat: yes, staff_accused: yes}", "lado is no longer possible"),
    ],
)
def test_an_answer_that_settles_another_by_an_exclusion(tmp_path: Path, point: int, pair: str, says: str) -> None:
    rulebook, broken = broken_at(point, tmp_path, "{parental_permission: yes, permission_refused: yes}", pair)

    first = {fact: "yes" if yes else "no" for fact, yes in broken.facts.items() if fact not in broken.then}
    then = first | {fact: "yes" if yes else "no" for fact, yes in broken.then.items()}
    assert broken.says == says
    assert status(triage(rulebook, first), says.split(maxsplit=1)[0]) == "possible"
    assert status(triage(rulebook, then), says.split(maxsplit=1)[0]) == "left out"


def test_a_fact_that_says_nothing_yet(tmp_path: Path) -> None:
    path = written(tmp_path, changed("all: [school_investigated, found_bullying]", "all: [found_bullying]"))
    broken = what_breaks(nothing_said, World.of(read_rulebook_file(path)))

    assert broken is not None
    assert "reads found_bullying" in broken.says


def test_a_missing_name_may_not_put_it_off(tmp_path: Path) -> None:
    """A second rule gives the same at a later time; without the name only that is left."""
    rule = "      - id: which-school\n"
    later = """      - id: another-school-at-once
        when: {all: [other_party_other_school, other_school_known, other_party_identified]}
        then: {duties: {contact_other_school: {actor: school, due: at_once}}}
        because: A name makes it quicker.
        sources: ["dfe:D7"]

"""
    _, broken = broken_at(9, tmp_path, rule, later + rule)

    assert broken.says == "contact_other_school at once is lost"


ANY_WORLD = z3.BoolVal(True)


def test_the_smallest_set_is_the_smallest() -> None:
    facts = [z3.Bool(name) for name in "abcdef"]
    a, b, c, d, e, f = facts
    wanted = z3.Or(z3.And(a, b, c), z3.And(z3.Not(d), e), z3.And(a, z3.Not(a), f))

    assert smallest(wanted, ANY_WORLD, Hold()) == {"d": False, "e": True}
    assert smallest(wanted, z3.Not(z3.And(e, d)), Hold()) == {"e": True}
    assert smallest(wanted, ANY_WORLD, Hold(says_nothing_until={"d": "f"})) in (
        {"a": True, "b": True, "c": True},
        {"d": False, "e": True, "f": True},
    )
    assert smallest(z3.And(a, b), ANY_WORLD, Hold([{"a": True, "b": False}])) == {"a": True}
    assert smallest(z3.And(a, b), ANY_WORLD, Hold([{"a": True, "b": True}])) == {"a": True, "b": True}
    assert smallest(z3.And(a, z3.Not(a)), ANY_WORLD, Hold()) is None
    for one, other in combinations(facts, 2):
        assert len(smallest(z3.Or(z3.And(one, other), z3.And(a, b, c, d, e, f)), ANY_WORLD, Hold()) or {}) == 2


def test_the_command_prints_a_table(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert command.main(["prove", "england"]) == 0
    assert capsys.readouterr().out.count(" holds ") == 15

    assert command.main(["prove", str(written(tmp_path, changed(*BREAKS[6])))]) == 1
    out = capsys.readouterr().out
    assert "broken" in out
    assert "prejudice: no, staff_accused: yes; then prejudice: yes: lado is lost." in out


def test_whatever_the_facts() -> None:
    assert spelt(Broken("x follows in every combination", {}, {})) == "Whatever the facts: x follows in every combination."
    assert Finding(1, "", None, 0.0).broken is None


@pytest.mark.parametrize("name", ["cornwall", "nowhere.yaml"])
def test_what_is_no_rulebook_is_one_line(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["prove", name]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)


def test_without_the_solver_one_line_says_how_to_get_it() -> None:
    ask = "import sys; sys.modules['z3'] = None; from upstander.operations.rulebook import main; sys.exit(main(['prove']))"
    answer = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True)

    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.count("\n") == 1
    assert "pip install 'upstander[rulebooks]'" in answer.stderr


def test_nothing_that_serves_imports_the_solver() -> None:
    ask = "import sys, upstander.operations.rulebook, upstander.operations.triage, upstander.rules; print('z3' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True)

    assert answer.stdout == "False\n", answer.stderr
