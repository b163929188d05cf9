"""What routes and duties mean, in words for a family that is worried."""

from __future__ import annotations

import re

import pytest

from tests.records.disclosures.reading_age import grade
from upstander.records.intake.family_words import KINDS, FamilyWords, all_ids, for_the_receipt, in_family_words
from upstander.rules import load_rulebook

VOCABULARY = load_rulebook("dorset").vocabulary
EVERYTHING = [(kind, id) for kind in KINDS for id in getattr(VOCABULARY, kind)]
OLDEST, OLDEST_OF_ONE = (
    9,
    11,
)  # years of age: of all words together, and of a pair of sentences, which one long word makes look hard
NEVER = re.compile(
    r"\b(victims?|bull(y|ies)|perpetrators?|offenders?|suspects?|guilty|accused?|blamed?|faults?|unfortunately|regret|alleged|"
    r"incidents?|sanctions?|pastoral|safeguarding|restorative|disclos\w+|pursuant|allegations?|outcomes?|referr?\w*|referrals?|"
    r"(you|they|child|parents?) (failed|did not|should( not)? have)|will be)\b",
    re.IGNORECASE,
)
EXPLAINED = {"CEOP": "CEOP is the part of the police", "NHS": "the health line", "101": "their number for when"}


def words_of(kind: str, id: str) -> FamilyWords:
    return in_family_words(kind, [id], "Thornbury Vale School")[0]


def plain(words: FamilyWords) -> str:
    return re.sub(r"<[^>]+>", "", words.html.replace("</p>\n<p>", "\n\n")).strip()


def all_words(kind: str, id: str) -> str:
    words = words_of(kind, id)
    return f"{words.title}. {plain(words)}"


@pytest.mark.parametrize("kind", KINDS)
def test_every_route_and_duty_has_words_and_there_are_none_for_what_there_is_not(kind: str) -> None:
    assert sorted(all_ids(kind)) == sorted(getattr(VOCABULARY, kind))


@pytest.mark.parametrize(("kind", "id"), EVERYTHING)
class TestTheWords:
    def test_say_what_it_is_and_what_happens_next(self, kind: str, id: str) -> None:
        what, next_ = plain(words_of(kind, id)).split("\n\n")
        assert what.endswith(".")
        assert next_.endswith(".")

    def test_can_be_read_by_an_eleven_year_old(self, kind: str, id: str) -> None:
        assert grade(plain(words_of(kind, id))) + 5 <= OLDEST_OF_ONE

    def test_blame_nobody_and_have_no_word_that_a_family_should_not_read(self, kind: str, id: str) -> None:
        assert NEVER.findall(all_words(kind, id)) == []

    def test_have_no_letters_or_numbers_that_nobody_explains(self, kind: str, id: str) -> None:
        text = all_words(kind, id)
        for short in set(re.findall(r"\b(?:[A-Z]{2,}|101)\b", text)):
            assert EXPLAINED[short] in text

    def test_take_nothing_from_the_case_but_the_name_of_the_school_which_begins_a_sentence(self, kind: str, id: str) -> None:
        words = in_family_words(kind, [id], "{school}")[0]
        text = f"{words.title}. {plain(words)}"
        assert set(re.findall(r"\{.*?\}", text)) <= {"{school}"}
        assert not re.search(r"[^.\s]\s+\{school\}", text)


def test_all_words_together_are_easy() -> None:
    together = "\n\n".join(plain(words_of(kind, id)) for kind, id in EVERYTHING)
    assert grade(together) + 5 <= OLDEST


def test_the_name_of_a_school_is_never_markup() -> None:
    assert "&lt;b&gt; has to report it" in in_family_words("routes", ["police_101"], "<b>")[0].html


def test_the_receipt_leaves_out_what_concerns_somebody_else() -> None:
    left_out = [duty for duty in VOCABULARY.duties if duty not in for_the_receipt(VOCABULARY.duties)]
    assert left_out == [
        "refer_to_social_care",
        "consult_lado",
        "support_child_displaying",
        "record_low_level_concern",
        "support_staff",
        "apply_policy_sanctions",
        "decide_who_may_be_told",
        "tell_other_family",
        "offer_advice_to_school",
    ]
