"""`upstander rulebook`: whether a rulebook can be used, and what it says as a document."""

from __future__ import annotations

from pathlib import Path

import pytest

from upstander.operations.rulebook import main, page
from upstander.rules import known_rulebooks, load_rulebook
from upstander.rules.facts import RULEBOOKS

WRITTEN = Path(__file__).parents[2] / "docs" / "rulebook.md"


def test_the_written_rulebook_is_the_one_that_is_used() -> None:
    """If this fails: upstander rulebook page dorset > docs/rulebook.md"""
    assert WRITTEN.read_text("utf-8") == page(load_rulebook("dorset"))


@pytest.mark.parametrize("id", known_rulebooks())
def test_the_document_has_every_rule_with_its_sources(id: str) -> None:
    rulebook = load_rulebook(id)
    document = page(rulebook)

    for rule in rulebook.rules:
        assert f'<a id="rule-{rule.id}"></a>{rule.because}' in document
        assert f"](#rule-{rule.id})" in document


@pytest.mark.parametrize("id", known_rulebooks())
def test_a_rulebook_that_can_be_used(id: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(RULEBOOKS / id / "triage.yaml")]) == 0
    assert "all that must be proved holds" in capsys.readouterr().out


def test_one_that_cannot_says_why_on_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "triage.yaml"
    path.write_text(
        (RULEBOOKS / "england" / "triage.yaml").read_text("utf-8").replace("when: immediate_danger", "when: danger"), "utf-8"
    )

    assert main(["check", str(path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert said.err.startswith(f"{path}:")
    assert 'unknown fact "danger"' in said.err


@pytest.mark.parametrize("words", [[], ["chek"], ["check"], ["page", "cornwall"]])
def test_a_command_that_is_none_is_one_line_too(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
