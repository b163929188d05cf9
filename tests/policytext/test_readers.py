"""Each kind of file becomes passages in reading order, with page and heading; what cannot be read says why."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.policytext.labels import FILES, LABELS, SAMPLES, SCANNED, WITHOUT_OCR, sample
from upstander.policytext.document import Unreadable
from upstander.policytext.opening import read_bytes, read_file
from upstander.policytext.passages import Passage, passages_of
from upstander.policytext.readers.columns import in_reading_order
from upstander.policytext.readers.lines import Line, blocks_of, joined
from upstander.policytext.wording import clean

pytestmark = pytest.mark.xdist_group("samples")  # they are read once, not once for each process: a scan takes seconds


def letters(text: str) -> str:
    return "".join(letter for letter in clean(text).lower() if letter.isalnum())


@pytest.mark.parametrize("name", FILES)
def test_what_a_governor_would_quote_is_in_one_passage_with_its_page_and_heading(name: str) -> None:
    quotes = [quote for label in LABELS["files"][name]["statements"].values() for quote in label["quotes"]]
    passages = passages_of(sample(name))
    placed = [
        any(
            letters(quote["text"]) in letters(it.text) and it.page == quote.get("page") and _same_heading(name, quote, it)
            for it in passages
        )
        for quote in quotes
    ]
    assert sum(placed) >= 0.9 * len(quotes), [quote["text"] for quote, there in zip(quotes, placed, strict=True) if not there]


def _same_heading(name: str, quote: dict[str, str], passage: Passage) -> bool:
    """The labels of the scan know only its title; the small headings are read from how the page looks."""
    return name == SCANNED or letters(quote["heading"]) == letters(passage.heading)


@WITHOUT_OCR
def test_a_scan_says_that_a_machine_has_read_it() -> None:
    document = sample(SCANNED)
    assert document.pages == 3
    assert document.notes == ("Pages 1, 2, 3: a picture, read by a machine (OCR). Check its words against the page.",)


def test_a_scan_without_a_machine_to_read_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Unreadable, match="no tesseract installed"):
        read_file(SAMPLES / SCANNED)


def test_two_columns_are_read_one_after_the_other() -> None:
    headings = [block.text for block in sample("upper-sarrow-parents-booklet.pdf").blocks if block.kind == "heading"]
    order = [
        "What do you call bullying?",
        "What are the penalties?",
        "What help does my child get?",
        "And the other child?",
        "When do we get this booklet?",
    ]
    assert [heading for heading in headings if heading in order] == order


def test_two_columns_that_a_file_prints_line_by_line_are_put_right() -> None:
    parts = [Line("A guide for every family at this school, and for everybody who works here", 50, 550, 800, 812)]
    for number in range(8):
        bottom = 760 - 15 * number
        parts.append(Line(f"left column, line {number} of it", 50, 280, bottom, bottom + 12))
        parts.append(Line(f"right column, line {number} of it", 320, 550, bottom, bottom + 12))
    texts = [line.text for line in in_reading_order(parts)]
    assert texts[1:9] == [f"left column, line {number} of it" for number in range(8)]
    assert texts[9:] == [f"right column, line {number} of it" for number in range(8)]


def test_a_label_and_its_value_stay_together() -> None:
    parts = [Line("Next review", 60, 120, 700, 712), Line("Spring term 2027", 190, 280, 700, 712)]
    assert [line.text for line in in_reading_order(parts)] == ["Next review Spring term 2027"]


def _column(*texts: str) -> list[Line]:
    """Lines below each other, 100 points wide for every twenty letters."""
    return [Line(text, 50, 50 + 5 * len(text), 700 - 15 * number, 712 - 15 * number) for number, text in enumerate(texts)]


def test_a_list_whose_bullets_are_no_letters_is_a_list() -> None:
    lines = _column(
        "Lessons on difference", "A survey of where pupils feel unsafe in every", "year that they are here", "Peer mentors"
    )
    assert [(block.kind, block.text) for block in blocks_of([(1, lines)])] == [
        ("item", "Lessons on difference"),
        ("item", "A survey of where pupils feel unsafe in every year that they are here"),
        ("item", "Peer mentors"),
    ]


def test_a_paragraph_that_goes_on_over_the_page_is_one() -> None:
    pages = [
        (1, _column("What is reported to us is followed up by", "the head of year, who may also give")),
        (2, _column("a sanction.")),
    ]
    assert [(block.page, block.text) for block in blocks_of(pages)] == [
        (1, "What is reported to us is followed up by the head of year, who may also give a sanction.")
    ]


def test_words_divided_at_the_end_of_a_line_are_whole_again() -> None:
    assert (
        joined(["bullying is investi-", "gated off-", "site, by Years 5-", "6"])
        == "bullying is investigated off-site, by Years 5- 6"
    )


def test_a_row_of_a_table_is_one_passage() -> None:
    texts = [passage.text for passage in passages_of(sample("kettlewick-behaviour-stages.docx"))]
    assert "The student who was hurt A trusted adult and a check-in" in texts


def test_menus_and_footers_of_a_page_are_left_out() -> None:
    page = b"""<html><body><nav><a href=a>Admissions</a> <a href=b>Our complaints procedure</a></nav>
      <ul class="site-menu"><li>Term dates</li></ul><main><h1>Behaviour</h1><p>Bullying is recorded.<ul><li>First<li>Second</main>
      <div id="cookie-banner">We use cookies</div><footer>Privacy</footer></body></html>"""
    assert [(block.kind, block.text) for block in read_bytes(page).blocks] == [
        ("heading", "Behaviour"),
        ("prose", "Bullying is recorded."),
        ("item", "First"),
        ("item", "Second"),
    ]


def test_plain_text_has_headings_items_and_sentences() -> None:
    lines = [
        "\ufeff1. Sanctions",
        "",
        "Mr. Lee gives e.g. a detention. The Head may suspend.",
        "",
        "We also use:",
        "- a warning",
        "- a call home",
    ]
    text = "\r\n".join(lines).encode()
    assert [(it.heading, it.text) for it in passages_of(read_bytes(text))] == [
        ("1. Sanctions", "Mr. Lee gives e.g. a detention."),
        ("1. Sanctions", "The Head may suspend."),
        ("1. Sanctions", "We also use: a warning a call home"),
    ]


def unpacks_to_too_much() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 201_000_000)
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"  \n", "is empty"),
        (b"%PDF-1.7 and nothing of the kind", "is damaged"),
        (b"PK\x03\x04 no archive", "is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "of the old kind"),
        (b"\x7fELF\0\0\0", "is not text"),
        (b"<html><body><nav>Home</nav></body></html>", "has no words"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_bytes(content)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(Unreadable, match="far more"):
        read_bytes(unpacks_to_too_much())


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="No such file"):
        read_file(tmp_path / "none.pdf")
