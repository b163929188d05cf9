from __future__ import annotations

import pytest

from upstander.records.disclosures.naming import Mention, Named, mentions

OWN = Named(name="Robin Ashdown", address="4 Vine Street, Weymouth, DT4 9ZZ")
JESS = Named(
    name="Jess Ó Briain-Kowalska",
    accounts=("nightowl_9b (Snapchat)", "Instagram: @jess.draws"),
    address="17 Mill Lane\nWeymouth\nDT4 8QQ",
    school="Northcliff Academy",
)


def found(text: str, *others: Named, own: Named = OWN) -> list[str]:
    return [mention.word for mention in mentions({"why": text}, others or (JESS,), own)]


@pytest.mark.parametrize(
    "text",
    [
        "Jess said so.",
        "JESS said so.",
        "It was jess’s phone.",
        "It was Jess's phone.",
        "Both Jesses were there.",
        "The Kowalskas were told.",
        "The Briain family",
        "the o'briain family, kowalska to her friends",
        "Je\u200bss said so.",
        "The account nightowl_9b posted it.",
        "The account NightOwl_9B posted it.",
        "It was @jess.draws who posted it.",
        "In Mill Lane after school",
        "at 17 Mill Lane",
        "near dt48qq",
        "A pupil of Northcliff Academy",
    ],
)
def test_a_word_that_names_another_child_is_found(text: str) -> None:
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Robin said so, and Robin's friends too.",
        "We will guess who posted it on Snapchat and on Instagram.",
        "In Weymouth, near the mill, a lane away.",
        "The account was closed. An academy does this.",
        "Jessamy came later.",
    ],
)
def test_other_words_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_accents_do_not_hide_a_name() -> None:
    assert found("Zoe and Łukasz", Named(name="Zoë Nowak"), Named(name="Lukasz Zieliński")) == ["Zoe", "Łukasz"]


def test_a_name_that_is_the_own_child_s_too_may_be_used_but_the_rest_of_the_other_may_not() -> None:
    assert found("Robin was there with Lark", Named(name="Robin Lark")) == ["Lark"]


def test_an_english_word_that_is_a_name_counts_only_with_a_capital() -> None:
    will = Named(name="Will May")
    assert found("We will look at this again, and you may ask.", will) == []
    assert found("Then Will hit out.", will) == ["Will"]


def test_each_text_says_which_words_are_in_it_once() -> None:
    said = mentions({"looked_into": "Jess and Jess", "why": "nothing"}, [JESS], OWN)
    assert said == [Mention("looked_into", "Jess")]


def test_the_whole_name_is_found_even_when_its_parts_are_short() -> None:
    assert found("Then Bo Li came.", Named(name="Bo Li")) == ["bo li"]
