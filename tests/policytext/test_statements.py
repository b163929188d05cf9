"""rulebooks/policy.yaml: every statement, with sources that are there; a mistake in it is pointed at."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.policytext.labels import LABELS
from upstander.kernel.document import BadRulebook
from upstander.policytext.statements import POLICY, load_requirements
from upstander.rules.sources import describe


def test_every_statement_is_there_with_sources_that_are_in_force() -> None:
    statements = load_requirements().statements
    assert {statement.id for statement in statements} == set(LABELS["statements"])
    for statement in statements:
        assert statement.sources
        assert not any(describe(key).superseded_by for key in statement.sources)


def test_what_the_law_or_the_protocol_asks_for_is_required() -> None:
    required = {statement.id for statement in load_requirements().statements if statement.required}
    assert {"online_response", "out_of_school_conduct_sanctions", "restorative", "search_confiscate_without_consent"} <= required
    assert "definition_of_bullying" not in required


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        ("better: [online_steps, acts, bullying]", "better: [online_stepz]", "online_stepz"),
        ("kind: required", "kind: nice", "required or good practice"),
        ('"<no> <acts>"', '"<nobody> <acts>"', "nobody"),
        ("    says:", "    sais:", "sais"),
    ],
)
def test_a_mistake_is_pointed_at(was: str, becomes: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    text = POLICY.read_text("utf-8")
    assert was in text
    path.write_text(text.replace(was, becomes, 1), "utf-8")
    with pytest.raises(BadRulebook, match=why) as raised:
        load_requirements(path)
    assert "/policy.yaml:" in str(raised.value)
