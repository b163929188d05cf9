"""`upstander policy check FILE`: a page for a person, or JSON for a program; never a word of approval."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.policy import seconds_for_pages
from tests.policytext.labels import LABELS, SAMPLES
from upstander.operations.policy import main

PDF = SAMPLES / "cranmarsh-vale-anti-bullying.pdf"


def test_json_has_every_statement_and_passages_best_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(PDF), "--json"]) == 0
    statements = json.loads(capsys.readouterr().out)["statements"]

    assert {statement["id"] for statement in statements} == set(LABELS["statements"])
    for statement in statements:
        for passage in statement["passages"]:
            assert set(passage) == {"text", "page", "heading", "score", "why"}
            assert passage["page"] in (1, 2, 3)
            assert 0 < passage["score"] <= 1
        scores = [passage["score"] for passage in statement["passages"]]
        assert scores == sorted(scores, reverse=True)
    of = {statement["id"]: statement for statement in statements}
    assert of["restorative"]["state"] == "made"
    assert of["other_school_cooperation"]["state"] == "contradicted"
    assert of["other_school_cooperation"]["passages"] == []
    assert "cannot approach that school" in of["other_school_cooperation"]["against"][0]["text"]


@pytest.mark.parametrize(
    "name", ["cranmarsh-vale-anti-bullying.pdf", "mossditch-primary-behaviour.docx", "st-withans-good-relationships.html"]
)
def test_the_page_says_what_was_not_found_and_approves_of_nothing(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(SAMPLES / name)]) == 0
    page = capsys.readouterr().out

    assert "proposals for a person to confirm" in page
    assert "complian" not in page.lower()
    assert "SAYS THE OPPOSITE (4)" in page or "NOT FOUND (" in page
    assert max(map(len, page.splitlines())) <= 100


def test_what_cannot_be_read_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "policy.pdf"
    path.write_bytes(b"%PDF-1.4 cut off")
    for asked in (["check", str(path)], ["check", str(tmp_path / "none.docx")], ["check"], ["read", str(path)], []):
        assert main(asked) == 2
        answer = capsys.readouterr()
        assert (answer.out, len(answer.err.splitlines())) == ("", 1)


def test_it_is_a_command_that_needs_no_django() -> None:
    run = f"print(main(['policy', 'check', {str(PDF)!r}]))"
    ask = f"import sys; from upstander.operations.command_line import main; {run}; print('django' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert answer.stdout.splitlines()[-2:] == ["0", "False"]


def test_fifty_pages_take_less_than_five_seconds() -> None:
    pages, _, cpu = seconds_for_pages(50)  # not by the clock: other tests run beside it
    assert pages >= 50
    assert cpu < 5
