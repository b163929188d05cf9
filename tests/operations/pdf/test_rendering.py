from __future__ import annotations

import subprocess
from dataclasses import replace

import pypdfium2
import pytest

from tests.records.disclosures.letters import WORDS, shown
from upstander.operations.pdf import rendering
from upstander.operations.pdf.rendering import make_pdf
from upstander.procedures.telling.render_letter import CannotBeSet
from upstander.records.disclosures.composing import compose


def pages(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]


def test_a_letter_is_one_tagged_page_that_says_what_the_letter_says() -> None:
    letter = compose(shown(), WORDS)
    pdf = make_pdf(letter.to_json())
    told = " ".join(" ".join(pages(pdf)).split())
    assert len(pages(pdf)) == 1
    assert all(section.heading in told for section in letter.sections)
    assert letter.title in told
    assert b"/StructTreeRoot" in pdf
    assert b"pdfuaid" in pdf
    assert b"/Lang (en-GB)" in pdf or b"/Lang(en-GB)" in pdf


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
