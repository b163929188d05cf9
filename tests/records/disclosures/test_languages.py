"""Letters and messages in the language of the family: every sentence is there, and what stays English says so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import yaml

from tests.records.disclosures.letters import WORDS, shown
from tests.records.disclosures.test_letters import VARIANTS
from tests.records.disclosures.test_news import WORDS as NEWS_WORDS
from tests.records.disclosures.test_news import news
from upstander.kernel.languages import LANGUAGES, TRANSLATED, WORDING, day_in
from upstander.operations.pdf.rendering import make_pdf
from upstander.records.disclosures.complaints import Answered, answer_payload
from upstander.records.disclosures.composing import compose
from upstander.records.disclosures.letter import BEGINS, ENDS, from_json, in_english
from upstander.records.disclosures.news import KINDS, compose_news
from upstander.records.disclosures.showing import as_html, as_text
from upstander.records.disclosures.wording import phrases
from upstander.records.organisations.complaining import USUAL
from upstander.records.outbox.telling import notice

GAP = re.compile(r"\{\w+\}")
DRAFT = "draft translation, to be checked by a native speaker"
FALLS_BACK: dict[str, set[str]] = {  # what is said in English also to families that read another language, and why
    "notices": {"duty-changed.md", "something-to-do.md"},  # for staff
    "letters": set(),
}
ONLY_IN_ENGLISH = {"no_translation"}  # for languages without any wording
ONLY_IN_TRANSLATIONS = {"status"}


@pytest.mark.parametrize("language", sorted(TRANSLATED))
class TestEveryTranslation:
    @pytest.mark.parametrize("folder", ["letters", "notices"])
    def test_has_every_file_or_is_listed_as_falling_back(self, language: str, folder: str) -> None:
        english = {path.name for path in (WORDING / folder).iterdir()}
        assert {path.name for path in (WORDING / language / folder).iterdir()} == english - FALLS_BACK[folder]

    @pytest.mark.parametrize("folder", ["letters", "notices"])
    def test_has_the_same_keys_and_gaps_and_says_that_it_is_a_draft(self, language: str, folder: str) -> None:
        for path in (WORDING / language / folder).glob("*.md"):
            (front, body), (own_front, own_body) = parts(WORDING / folder / path.name), parts(path)
            assert own_front.pop("status") == DRAFT
            assert keys(own_front) == keys(front), path
            assert structure(own_body) == structure(body), path
            said = dict(leaves(own_front))
            for key, words in leaves(front):
                assert essential(words) <= gaps(said[key]), (path, key)
                assert key == "purpose" or gaps(said[key]) <= gaps(words) | {"{name}"}, (path, key)

    def test_has_every_phrase_with_the_same_gaps(self, language: str) -> None:
        english, own = phrases(), phrases(language)
        assert keys(own) - ONLY_IN_TRANSLATIONS == {key for key in keys(english) if key.split(".")[0] not in ONLY_IN_ENGLISH}
        assert own["status"] == DRAFT
        for key, words in leaves(own):
            if key != "status":
                assert essential(dict(leaves(english))[key]) <= gaps(words) <= gaps(dict(leaves(english))[key]), key

    @pytest.mark.parametrize(("part", "outcome", "with_code"), VARIANTS)
    def test_makes_a_letter_of_each_kind(self, language: str, part: str, outcome: str, with_code: bool) -> None:
        letter = compose(replace(shown(part=part, outcome=outcome, with_code=with_code), language=language), WORDS)
        words = as_text(letter)
        assert letter.language == language
        assert not re.search(r"[{}]|" + BEGINS + "|" + ENDS, words)
        assert day_in(language, date(2026, 12, 1)) in words
        assert "December" not in words
        assert phrases(language)["translation"]["heading"] in words
        assert "have not been translated" in " ".join(words.split())
        english = re.findall(f"{BEGINS}([^{ENDS}]*){ENDS}", json.dumps(letter.to_json(), ensure_ascii=False))
        assert WORDS.why in english

    @pytest.mark.parametrize("kind", KINDS)
    def test_makes_news_of_each_kind(self, language: str, kind: str) -> None:
        for part in ("targeted", "displaying"):
            letter = compose_news(replace(news(kind, part), language=language), NEWS_WORDS)
            assert letter.language == language
            assert "{" not in as_text(letter)
            assert f'<span lang="en">{NEWS_WORDS.why}</span>' in as_html(letter)

    def test_answers_a_complaint(self, language: str) -> None:
        told = shown()
        for next_stage in (USUAL[1], None):
            answer = Answered(
                kind="complaint_stage",
                school=told.school,
                child=told.child,
                address=(),
                part="targeted",
                report=told.report,
                complained_on=date(2026, 11, 12),
                stage=USUAL[0].name,
                to_whom=USUAL[0].to_whom,
                next_stage=next_stage,
                written_on=told.written_on,
                language=language,
            )
            letter = from_json(answer_payload(answer, "We asked again.")["letter"])
            assert "{" not in as_text(letter)
            assert f'<span lang="en">{USUAL[0].name}</span>' in as_html(letter)

    def test_becomes_a_tagged_pdf_of_that_language(self, language: str) -> None:
        letter = compose(replace(shown(), language=language), WORDS).to_json()
        for form in (letter, {**letter, "large": True}):
            pdf = make_pdf(form)
            assert re.search(rb"/Lang ?\(" + language.encode(), pdf)
            assert re.search(rb"/Lang ?\(en", pdf), "what stays English is marked so"
            assert b"/StructTreeRoot" in pdf

    def test_calls_in_that_language_without_a_name(self, language: str) -> None:
        for name in ("something-to-read", "something-to-read-text"):
            subject, body = notice(name, language)
            assert (subject, body) != notice(name)
            assert gaps(body) == {"{address}"}
        assert len(notice("something-to-read-text", language)[1].format(address="https://upstander.example/back/")) <= 160


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - TRANSLATED - {"en"}))
def test_a_language_without_wording_falls_back_to_english_and_offers_an_interpreter(language: str) -> None:
    letter = compose(replace(shown(), language=language), WORDS)
    english = compose(shown(), WORDS)
    assert letter.language == "en"
    assert letter.sections[:-1] == english.sections
    name = "your language" if language == "other" else LANGUAGES[language]
    assert letter.sections[-1].heading == f"Would you like this letter in {name}?"
    assert notice("something-to-read", language) == notice("something-to-read")


def test_signs_that_somebody_typed_alone_are_no_markup() -> None:
    school = replace(shown().school, complaints=f"{BEGINS}Write{BEGINS} to us{ENDS}{ENDS}{ENDS}")
    for language in ("en", "pl"):
        html = as_html(compose(replace(shown(), school=school, child=f"Robin{BEGINS} Ashdown", language=language), WORDS))
        assert html.count("<span") == html.count("</span>")
    assert in_english("", "pl") == ""


def parts(path: Any) -> tuple[dict[str, Any], str]:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), body


def leaves(value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(inner, f"{at}.{key}".lstrip("."))
    else:
        yield at, str(value)


def keys(value: Any) -> set[str]:
    return {key for key, _ in leaves(value)}


def gaps(words: str) -> set[str]:
    return set(GAP.findall(words))


def essential(words: str) -> set[str]:
    """All but the child's first name, in whose place a language may have to say “your child”."""
    return gaps(words) - {"{name}"}


def structure(body: str) -> list[tuple[str, set[str]]]:
    """Line by line: a heading, an item or a paragraph, and its gaps."""
    return [(line[:2] if line[:2] in ("##", "- ") else "", essential(line)) for line in body.splitlines() if line]
