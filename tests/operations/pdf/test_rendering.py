from __future__ import annotations

import re
import subprocess
from dataclasses import replace

import pypdfium2
import pytest

from tests.records.disclosures.letters import POLICY, WORDS, shown
from upstander.operations.pdf import rendering
from upstander.operations.pdf.rendering import make_pdf
from upstander.records.disclosures.composing import compose
from upstander.records.disclosures.letter import CannotBeSet

MM = 72 / 25.4


def pages(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]


def test_a_letter_is_one_tagged_page_that_says_what_the_letter_says() -> None:
    policy = replace(POLICY, outside_school="", restorative="")  # a clause of three parts may need a second page
    letter = compose(shown(policy=policy), WORDS)
    pdf = make_pdf(letter.to_json())
    told = " ".join(" ".join(pages(pdf)).split())
    assert len(pages(pdf)) == 1
    assert all(section.heading in told for section in letter.sections)
    assert letter.title in told
    assert b"/StructTreeRoot" in pdf
    assert b"pdfuaid" in pdf
    assert b"/Lang (en-GB)" in pdf or b"/Lang(en-GB)" in pdf


def test_large_print_says_the_same_in_eighteen_points_and_is_tagged_as_well() -> None:
    letter = compose(shown(with_code=False), WORDS).to_json()
    usual, large = make_pdf(letter), make_pdf({**letter, "large": True})
    assert words_of(large) == words_of(usual)
    assert b"/StructTreeRoot" in large
    assert b"pdfuaid" in large
    assert smallest_letters(large) > 1.5 * smallest_letters(usual)


def words_of(pdf: bytes) -> str:
    """Without the numbers of pages, of which large print has more."""
    return "".join(re.sub(r"\b\d+ of \d+\b", "", " ".join(pages(pdf))).split())


def smallest_letters(pdf: bytes) -> float:
    """Units: points, of the lowest line of text on the first page."""
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    heights = [box[3] - box[1] for box in (text.get_charbox(n, loose=True) for n in range(text.count_chars())) if box[3] > box[1]]
    return float(min(heights))


def test_the_family_s_address_is_where_the_window_of_an_envelope_shows_it() -> None:
    """Units: points from the lower left corner; A4 is 842 high, and a DL window from 20 to 110 mm across, 45 to 80 mm down."""
    text = pypdfium2.PdfDocument(make_pdf(compose(shown(with_code=False), WORDS).to_json()))[0].get_textpage()
    for line in ("To the parents or carers of Robin Ashdown", "4 Vine Street", "DT4 9ZZ"):
        start, count = text.search(line).get_next() or (0, 0)
        left, bottom, _, top = text.get_charbox(start)
        end = text.get_charbox(start + count - 1)[2]
        assert left >= 20 * MM
        assert end <= 110 * MM
        assert 842 - top >= 45 * MM
        assert 842 - bottom <= 80 * MM


def test_the_same_letter_is_the_same_bytes() -> None:
    letter = compose(shown(part="displaying"), WORDS).to_json()
    assert make_pdf(letter) == make_pdf(letter)


def test_what_people_typed_is_never_typst() -> None:
    hostile = '#read("/etc/passwd") *bold* $x$ @ref <label> // \\ #panic() _under_ = heading "quoted"'
    told = " ".join(pages(make_pdf(compose(shown(), replace(WORDS, why=hostile)).to_json())))
    assert '#read("/etc/passwd") *bold* $x$ @ref <label>' in " ".join(told.split())


def test_a_long_letter_goes_on_to_a_second_page_that_says_so() -> None:
    told = pages(make_pdf(compose(shown(), replace(WORDS, why="Why it was decided so. " * 150)).to_json()))
    assert len(told) == 2
    assert "1 of 2" in told[0]
    assert "2 of 2" in told[1]


def test_a_sign_that_the_typeface_lacks_is_named() -> None:
    with pytest.raises(CannotBeSet, match="“王”"):
        make_pdf(compose(shown(), replace(WORDS, why="They wrote 王.")).to_json())


def test_a_child_that_takes_too_long_is_ended() -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        make_pdf(compose(shown(), WORDS).to_json(), longest=0.01)


def test_trouble_says_nothing_of_the_letter() -> None:
    with pytest.raises(RuntimeError) as trouble:
        make_pdf({"title": "Robin Ashdown"})
    assert "Robin" not in str(trouble.value)


def test_the_press_stands_alone() -> None:
    assert rendering.PRESS.is_file()
