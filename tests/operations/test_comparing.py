"""What would change from one rulebook to another, in its rules and for what is stored, without changing anything."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cast import Cast
from tests.desks.reports import a_report
from tests.rules.reading import DORSET, ENGLAND, VIGNETTES, required
from upstander.operations.comparing import differences, plot, rules_that_differ, told
from upstander.operations.rulebook import main
from upstander.operations.stored_facts import stored_facts
from upstander.records.access.asking import asking
from upstander.records.assessments.models import Verdict
from upstander.rules import triage

CASES = [(vignette["id"], vignette["facts"]) for vignette in VIGNETTES]


def test_the_same_rulebook_differs_in_nothing() -> None:
    assert list(rules_that_differ(DORSET, DORSET)) == []
    found = differences(DORSET, DORSET, CASES)
    assert (found.looked_at, found.different, found.changed) == (60, 0, {})


def test_each_outcome_is_counted_as_triage_of_each_case_says() -> None:
    found = differences(ENGLAND, DORSET, CASES)

    gained: dict[str, set[str]] = {}
    for id, facts in CASES:
        england, dorset = triage(ENGLAND, facts), triage(DORSET, facts)
        for kind in ("routes", "duties", "prohibitions"):
            for outcome in required(getattr(dorset, kind)) - required(getattr(england, kind)):
                gained.setdefault(outcome, set()).add(id)
    assert {outcome: changed.gained for outcome, changed in found.changed.items()} == {
        outcome: len(ids) for outcome, ids in gained.items()
    }
    assert all(set(changed.examples) <= gained[outcome] for outcome, changed in found.changed.items())
    assert found.different == len(set.union(*gained.values()))
    assert not any(changed.lost for changed in found.changed.values())


def test_a_rule_that_is_new_or_gone_or_says_something_else_is_told() -> None:
    lines = list(rules_that_differ(DORSET, ENGLAND))

    assert "changed  serious-threat: what nobody may do, sources" in lines
    assert any(line.startswith("gone     an-officer-speaks: ") for line in lines)


def test_it_is_told_with_bars_and_drawn() -> None:
    found = differences(DORSET, ENGLAND, CASES)

    words = "\n".join(told(found, ENGLAND))
    assert f"60 reports and cases looked at; the verdict of {found.different} would change." in words
    assert "Goes here: The safer-schools team contacts the family" in words
    picture = ElementTree.fromstring(plot(found, ENGLAND))  # noqa: S314  (we have just written it)
    assert len(list(picture)) == 3 + 5 * len(found.changed)


def test_what_is_stored_is_looked_at_and_left_as_it_is(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        before = list(Verdict.objects.values_list("pk", "superseded_at", "facts"))

    assert (report.reference, before[0][2]) in list(stored_facts())

    with asking(cast.okafor.actor()):
        assert list(Verdict.objects.values_list("pk", "superseded_at", "facts")) == before


def test_the_command_compares_rules_without_a_database(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["compare", "england", "dorset"]) == 0
    assert "new      an-officer-speaks" in capsys.readouterr().out
    assert main(["compare", "england", str(tmp_path / "nowhere.yaml")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_command_looks_at_what_is_stored_and_draws_it(cast: Cast, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    a_report(cast.thornbury)

    assert main(["compare", "england", "dorset", "--cases", "--plot", str(tmp_path / "it.svg")]) == 0
    assert "reports and cases looked at" in capsys.readouterr().out
    assert (tmp_path / "it.svg").read_text("utf-8").startswith("<svg ")
    assert main(["compare", "england", "dorset", "--cases", "--plot", str(tmp_path / "no" / "it.svg")]) == 2
