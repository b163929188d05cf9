from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.records.disclosures.letters import WORDS, shown
from tests.records.disclosures.reading_age import grade
from upstander.records.disclosures.composing import compose, payload_of, words_from_json
from upstander.records.disclosures.letter import from_json
from upstander.records.disclosures.models import DisclosureKind
from upstander.records.disclosures.showing import as_html, as_text
from upstander.records.disclosures.wording import FOLDER, phrases, read
from upstander.records.investigations.models import Judged, MeasureKind, Outcome

VARIANTS = [
    (part, outcome.value, with_code) for part in ("targeted", "displaying") for outcome in Outcome for with_code in (True, False)
]
QUESTIONS = [
    "What did we look into?",
    "What did we decide, and why?",
    "What are we doing for your child?",
    "What happens to others?",
    "What can you do next?",
]
NEVER = re.compile(
    r"\b(victims?|bull(y|ies)|perpetrator|offender|unfortunately|regret|alleged|incident|sanctions?|pastoral|safeguarding|"
    r"restorative|disclosure|pursuant|allegation|outcome|you (failed|did not|should have))\b",
    re.IGNORECASE,
)


def variant(part: str, outcome: str, with_code: bool) -> str:
    return as_text(compose(shown(part=part, outcome=outcome, with_code=with_code), WORDS))


@pytest.mark.parametrize(("part", "outcome", "with_code"), VARIANTS)
class TestEveryLetter:
    def test_answers_the_questions_that_a_parent_asks(self, part: str, outcome: str, with_code: bool) -> None:
        letter = compose(shown(part=part, outcome=outcome, with_code=with_code), WORDS)
        assert [section.heading for section in letter.sections if section.heading] == QUESTIONS

    def test_can_be_read_by_an_eleven_year_old(self, part: str, outcome: str, with_code: bool) -> None:
        body = as_text(compose(shown(part=part, outcome=outcome, with_code=with_code), WORDS)).split("=====\n", 1)[1]
        assert grade(body) + 5 <= 11

    def test_has_no_word_that_a_family_should_not_read(self, part: str, outcome: str, with_code: bool) -> None:
        assert NEVER.findall(variant(part, outcome, with_code)) == []

    def test_leaves_no_gap(self, part: str, outcome: str, with_code: bool) -> None:
        assert not re.search(r"[{}]", variant(part, outcome, with_code))

    def test_says_how_to_answer_and_how_to_complain(self, part: str, outcome: str, with_code: bool) -> None:
        letter = " ".join(variant(part, outcome, with_code).split())
        assert ("with your code" in letter) is with_code
        assert "ring Ms Okafor on 01305 555 0100" in letter
        assert "Write to the headteacher" in letter
        assert "https://school.example/complaints" in letter

    def test_can_do_without_measures_policy_and_school_details(self, part: str, outcome: str, with_code: bool) -> None:
        bare = shown(part=part, outcome=outcome, with_code=with_code, measures=(), policy=None)
        school = replace(bare.school, address=(), phone="", lead="", complaints="", complaints_address="")
        letter = as_text(compose(replace(bare, school=school), WORDS))
        assert not re.search(r"[{}]|  \.| \.|\bon \.", letter)
        assert "Ask us" in letter


def test_there_is_a_letter_for_each_part_and_outcome_and_no_other() -> None:
    files = {path.stem for path in (FOLDER / "letters").glob("*.md")}
    assert files == {f"{part}-{outcome}" for part, outcome, _ in VARIANTS} | set(DisclosureKind) - {DisclosureKind.OUTCOME_LETTER}
    for part, outcome, _ in VARIANTS:
        front = read("letters", f"{part}-{outcome}").front
        assert (front["part"], front["outcome"]) == (part, outcome)


def test_every_kind_of_measure_and_every_answer_has_words_for_a_parent() -> None:
    assert set(phrases()["measures"]) == set(MeasureKind)
    assert set(phrases()["answers"]) == set(Judged)


def test_each_thing_that_is_looked_into_has_a_sentence() -> None:
    letter = as_text(compose(shown(), replace(WORDS, looked_into=tuple(phrases()["looked_into"]))))
    assert letter.count("\n- We ") >= len(phrases()["looked_into"])
    assert "- We talked with Robin." in letter


def test_bullying_is_said_to_have_been_acted_on_and_the_policy_is_cited_with_version_and_clause() -> None:
    letter = variant("targeted", "bullying", True)
    assert "We have acted on what we found." in letter
    said = " ".join(letter.split())
    assert "(Behaviour policy, September 2026, clause 4.2: https://upstander.example/policy/900001/2026-09-01/)" in said
    assert "Outside school: We do the same." in said
    assert "To put it right: Both sides meet, where both want to." in said


def test_a_falling_out_is_explained_and_helped() -> None:
    letter = " ".join(variant("targeted", "not_bullying", True).split())
    assert "a falling-out, and not bullying. That does not mean that it did not hurt" in letter
    assert "An adult that Robin knows checks in with Robin. From 9 November 2026." in letter


def test_what_people_typed_is_never_markup() -> None:
    words = replace(WORDS, why="<script>alert(1)</script> {name} ## no heading\n\n- no list\n\n*no* [link](x)")
    letter = compose(shown(child="Robin <b>"), words)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {name} ## no heading" in as_html(letter)
    assert '<p dir="auto">*no* [link](x)</p>' in as_html(letter)
    assert "Robin &lt;b&gt;" in as_html(letter)


def test_a_payload_gives_the_same_letter_and_words_back() -> None:
    payload = payload_of(shown(), WORDS)
    assert from_json(payload["letter"]) == compose(shown(), WORDS)
    assert words_from_json(payload["words"]) == WORDS


def test_only_a_letter_on_paper_has_the_family_s_address() -> None:
    assert "4 Vine Street" in variant("targeted", "bullying", False)
    assert "4 Vine Street" not in variant("targeted", "bullying", True)
