"""A clause that is given from memory says so wherever it is shown, and nothing calls it law."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast, signed_in
from tests.desks.reports import a_report
from tests.rules.reading import VIGNETTES
from upstander.desks.school.shapes_verdict import clause_of
from upstander.operations.rulebook import page as printed
from upstander.rules import Rulebook, known_rulebooks, load_rulebook, triage
from upstander.rules.explain import page as explained
from upstander.rules.sources import HOW_SURE, load_sources

FROM_MEMORY = HOW_SURE["m"]
REMEMBERED = {key: source for key, source in load_sources().items() if source.how_sure == "m"}
RULEBOOKS = [load_rulebook(id) for id in known_rulebooks()]


def words(page: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", page.content.decode())))


def cited(rulebook: Rulebook) -> list[str]:
    """Each clause that is from memory, as it is named, once for every rule that cites it."""
    sources = [REMEMBERED[key] for rule in rulebook.rules for key in rule.sources if key in REMEMBERED]
    return [f"{source.document} ({source.edition}), {source.clause}" for source in sources]


def test_no_act_is_given_from_memory() -> None:
    assert REMEMBERED
    for source in REMEMBERED.values():
        assert not re.search(r"\b(Act|Acts|Regulations|law)\b", source.document)


@pytest.mark.parametrize("rulebook", RULEBOOKS, ids=lambda rulebook: rulebook.id)
def test_the_public_page_and_the_printed_document_say_it_at_every_clause(rulebook: Rulebook) -> None:
    page = words(Client().get(f"/rules/{'' if rulebook.id == 'dorset' else f'{rulebook.id}/'}"))
    document = re.sub(r"\]\([^)]*\)", "", printed(rulebook)).replace("[", "")
    for text in (page, document):
        for name, times in Counter(cited(rulebook)).items():
            assert text.count(f"{name}, {FROM_MEMORY}") == times
    assert "what is from memory is checked before anybody relies on it" in page


def test_the_verdict_panel_says_it_in_the_line_and_in_full(cast: Cast) -> None:
    facts = {"off_premises": "yes", "other_party_other_school": "yes", "other_school_known": "yes", "online": "yes"}
    report = a_report(cast.thornbury, facts=facts)

    page = words(signed_in(cast.okafor).get(f"/school/reports/{report.pk}/"))

    shown = [key for key in REMEMBERED if clause_of(key).name in page]
    assert {"dfe:D7", "dfe:D15"} <= set(shown)
    for key in shown:
        name = f"{clause_of(key).name} {key}"
        assert page.count(name) == page.count(f"{name} · {FROM_MEMORY}") > 0


def test_the_page_of_text_marks_every_key_and_explains_the_mark() -> None:
    for vignette in VIGNETTES[:10]:
        rulebook = load_rulebook("dorset")
        text = explained(rulebook, triage(rulebook, vignette["facts"]))
        assert f"* {FROM_MEMORY}\n" in text
        for key in re.findall(r"\b(?:ssct|dfe|npcc|dsl|data):\w+\*?", text):
            assert key.endswith("*") == (key.removesuffix("*") in REMEMBERED)


def test_the_team_reads_how_sure_each_clause_is(cast: Cast) -> None:
    page = words(signed_in(cast.marsh).get("/force/"))
    sources = [source for rule in load_rulebook("dorset").rules if "ssct_enquiry" in rule.routes for source in rule.sources]
    for key in sources:
        clause = clause_of(key)
        assert f"{clause.name}, {clause.how_sure}" in page
