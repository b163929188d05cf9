"""docs/vignettes.md has what each example requires today beyond its lists, and a judgement of each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.rules.beyond import extras, line
from tests.rules.reading import VIGNETTES
from upstander.rules import load_rulebook

DOCUMENT = (Path(__file__).parents[2] / "docs" / "vignettes.md").read_text("utf-8")
SECTIONS: dict[str, str] = dict(re.findall(r"^### (V\d\d)\n\n(.*?)(?=^### |\Z)", DOCUMENT, re.MULTILINE | re.DOTALL))
JUDGED_ONCE = set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`.*?) \|", DOCUMENT, re.MULTILINE))))
EACH_BY_ITSELF = {"support_child_displaying"}


def judgement(id: str) -> str:
    return SECTIONS[id].partition("Beyond its lists: ")[2].partition("\n\n")[2]


@pytest.mark.parametrize("vignette", VIGNETTES, ids=lambda vignette: vignette["id"])
class TestEachExample:
    def test_stands_there_with_what_its_answer_requires_today(self, vignette: dict[str, Any]) -> None:
        """If this fails: python -m tests.rules.beyond prints the line; then judge what is new in it."""
        assert line(vignette) in SECTIONS[vignette["id"]].split("\n\n")

    def test_has_every_extra_judged_there_or_once_for_all(self, vignette: dict[str, Any]) -> None:
        wanted = {extra.id for extra in extras(vignette)} - (JUDGED_ONCE - EACH_BY_ITSELF)
        assert wanted <= set(re.findall(r"`(\w+)`", judgement(vignette["id"])))

    def test_says_which_reading_was_taken_where_it_is_contested(self, vignette: dict[str, Any]) -> None:
        if vignette["contested"]:
            assert "Contested. Reading taken: " in judgement(vignette["id"])
            assert "**Ask the safer-schools team:**" in judgement(vignette["id"])


def test_the_document_names_nothing_that_there_is_not() -> None:
    rulebook = load_rulebook("dorset")
    assert list(SECTIONS) == [vignette["id"] for vignette in VIGNETTES]
    assert set(re.findall(r"rulebook\.md#rule-([\w-]+)", DOCUMENT)) <= {rule.id for rule in rulebook.rules}
    words = rulebook.vocabulary
    known = {*words.routes, *words.duties, *words.prohibitions, *rulebook.facts}
    assert set(re.findall(r"`(\w+)`", DOCUMENT)) <= known
