"""The telephone sheet stays one page whatever is in it; what a typeface has not is said; a child that fails says no word."""

from __future__ import annotations

import pytest

from tests.makers import AT
from upstander.operations.pdf.pack_rendering import set_pack
from upstander.operations.pdf.press_pack import pages
from upstander.procedures.police.make_pack import CannotBeSet
from upstander.records.disclosures.allowing import reader
from upstander.records.disclosures.pack.drawn import document_of, sheet_document_of, without
from upstander.records.disclosures.pack.knowing import KINDS, Knowledge, Thing
from upstander.records.disclosures.pack.payload import payload_of
from upstander.records.disclosures.pack.values import quoted

KINDS_ONCE = ("reporter", "circumstances", "now", "done_so_far", "asked", "image")


def thing(kind: str, words: str) -> Thing:
    made = KINDS[kind]
    return made(title=words[:60], **{name: quoted(words) for name in made.__dataclass_fields__ if name != "title"})


def payload(words: str, *, people: int) -> dict[str, object]:
    things = [thing(kind, words) for kind in KINDS_ONCE] + [thing("person", words)] * people + [thing("account", words)] * people
    return payload_of(Knowledge(tuple(things)), reader("police_pack"), reference="UP-1", school="Thornbury", by="Ms O", at=AT)


@pytest.mark.parametrize(
    ("words", "people"), [("He wrote it twice.", 1), ("He wrote it twice, and then again to her. " * 60, 40)]
)
def test_the_sheet_is_one_page(words: str, people: int) -> None:
    assert pages(set_pack("sheet", sheet_document_of(payload(words, people=people)))) == 1


def test_nothing_that_was_typed_is_read_as_markup() -> None:
    typed = '#read("/etc/passwd") $x$ *bold* <label> @who `code` \\ // /* " ' + "= heading"
    assert set_pack("pack", document_of(payload(typed, people=1), [])).startswith(b"%PDF-")


def test_a_sign_that_the_typeface_has_not_is_named_and_can_be_left_out() -> None:
    document = document_of(payload("Before 𓀀 after", people=1), [])
    with pytest.raises(CannotBeSet, match="𓀀"):
        set_pack("pack", document)
    assert set_pack("pack", without("𓀀", document)).startswith(b"%PDF-")


def test_a_child_that_fails_says_no_word_of_the_pack() -> None:
    with pytest.raises(RuntimeError, match=r"^the pack could not be set: exit status \d+$"):
        set_pack("pack", {"title": "Robin Ashdown"})
