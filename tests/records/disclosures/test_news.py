from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.records.disclosures.letters import shown
from tests.records.disclosures.reading_age import grade
from tests.records.disclosures.test_letters import NEVER
from upstander.records.disclosures.complaints import Answered, answer_payload
from upstander.records.disclosures.letter import Letter, from_json
from upstander.records.disclosures.news import KINDS, News, NewsWords, compose_news, news_payload
from upstander.records.disclosures.showing import as_text
from upstander.records.disclosures.wording import read
from upstander.records.organisations.complaining import USUAL, Stage

VARIANTS = [(kind, part, with_code) for kind in KINDS for part in ("targeted", "displaying") for with_code in (True, False)]
WORDS = NewsWords(by=date(2026, 12, 1), why="Ms Okafor will ring you on Tuesday.")


def news(kind: str, part: str = "targeted", with_code: bool = True) -> News:
    told = shown(part=part, with_code=with_code)
    return News(
        kind=kind,
        school=told.school,
        child=told.child,
        address=told.address,
        part=part,
        report=told.report,
        asked_on=date(2026, 11, 5) if kind == "nothing_heard" else None,
        written_on=told.written_on,
    )


@pytest.mark.parametrize(("kind", "part", "with_code"), VARIANTS)
class TestEveryKind:
    @pytest.fixture
    def letter(self, kind: str, part: str, with_code: bool) -> Letter:
        return compose_news(news(kind, part, with_code), WORDS)

    def test_can_be_read_by_an_eleven_year_old(self, letter: Letter) -> None:
        assert grade(as_text(letter).split("=====\n", 1)[1]) + 5 <= 11

    def test_has_no_gap_and_no_word_that_a_family_should_not_read(self, letter: Letter) -> None:
        assert "{" not in as_text(letter)
        assert NEVER.findall(as_text(letter)) == []

    def test_says_the_child_the_day_the_one_text_and_how_to_answer(self, letter: Letter, with_code: bool) -> None:
        words = " ".join(as_text(letter).split())
        assert "Robin Ashdown" in words
        assert "1 December 2026" in words
        assert "Ms Okafor will ring you on Tuesday." in words
        assert ("with your code" in words) is with_code
        assert "ring Ms Okafor on 01305 555 0100" in words

    def test_can_do_without_a_text_and_without_the_school_s_details(self, kind: str, part: str, with_code: bool) -> None:
        it = news(kind, part, with_code)
        bare = replace(it, school=replace(it.school, address=(), phone="", lead="", complaints="", complaints_address=""))
        words = as_text(compose_news(bare, replace(WORDS, why="")))
        assert "{" not in words
        assert "\n\n\n" not in words

    def test_says_nothing_of_what_was_decided_or_done(self, kind: str, part: str, with_code: bool) -> None:
        payload = str(news_payload(news(kind, part, with_code), WORDS))
        for field in ("outcome", "criteria", "measures", "policy"):
            assert f"'{field}'" not in payload


@pytest.mark.parametrize("next_stage", [*USUAL[1:], None])
@pytest.mark.parametrize("part", ["targeted", "displaying"])
def test_an_answer_to_a_complaint_is_as_plain(part: str, next_stage: Stage | None) -> None:
    told = shown(part=part)
    answer = Answered(
        kind="complaint_stage",
        school=told.school,
        child=told.child,
        address=(),
        part=part,
        report=told.report,
        complained_on=date(2026, 11, 12),
        stage=USUAL[0].name,
        to_whom=USUAL[0].to_whom,
        next_stage=next_stage,
        written_on=told.written_on,
    )
    letter = as_text(from_json(answer_payload(answer, "We asked three more pupils.")["letter"]))
    assert grade(letter.split("=====\n", 1)[1]) + 5 <= 11
    assert "{" not in letter
    assert NEVER.findall(letter) == []


def test_each_wording_says_its_own_kind() -> None:
    assert [read("letters", kind).front["kind"] for kind in KINDS] == list(KINDS)
