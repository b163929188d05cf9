"""Names that sound alike, or whose letters are nearly the same, are proposed; others are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstander.kernel.finding import Findable, sought
from upstander.kernel.sounds import alike, closeness, folded, parts_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Smith", "Smyth"),
        ("Jon Smyth", "John Smith"),
        ("Catherine", "Kathryn"),
        ("Steven", "Stephen"),
        ("Mohammed", "Muhammad"),
        ("Sean", "Shaun"),
        ("Niamh", "Neve"),
        ("Siobhan", "Shivaun"),
        ("Zoë", "Zoe"),
        ("Łukasz Żukowski", "Lukasz Zukowski"),
        ("O’Vane", "OVane"),
        ("Ashdwon", "Ashdown"),
        ("Tillingbrooke", "Robin Tillingbrook"),
        ("Ashdown, Robin", "Robin Ashdown"),
    ],
)
def test_alike(one: str, other: str) -> None:
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("Robin Ashdown", "Sam Birch"), ("Robin Ashdown", "Robin Birch"), ("", "Robin"), ("9B", "9C")]
)
def test_not_alike(one: str, other: str) -> None:
    assert not alike(one, other)


def test_closeness_does_not_mind_order_case_or_accents() -> None:
    assert closeness(parts_of("Ashdown, ROBIN"), parts_of("Robin Ashdówn")) == 100
    assert closeness(parts_of("Robin"), parts_of("Quill")) < 40


@given(st.text(max_size=60))
def test_any_text_has_keys_and_can_be_sought(text: str) -> None:
    """Keys go into the database's own writing of a query: nothing in them may need quoting."""
    for key in Findable((text,), (text,), (text,)).keys(text):
        assert not set(key) & set("'\\\n\x00")
    query = sought(text).as_query()
    assert len(query["words"]) == len(query["keys"])
    assert folded(text) == folded(folded(text))
    assert alike(text, text) == bool(parts_of(text))


def test_a_number_with_spaces_is_one_term_and_a_phrase_stays_one() -> None:
    assert sought("“late bus” Birch 07700 900 114").terms == ('"07700 900 114"', '"late bus"', "Birch")
    assert sought("-art").keys == ((),)
