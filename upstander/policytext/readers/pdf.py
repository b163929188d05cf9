"""PDF: its text layer with the place of every character; pages without one are pictures, and go to `scanned`."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from threading import Lock

import pypdfium2
import pypdfium2.raw as pdfium

from upstander.policytext.document import Document, Unreadable
from upstander.policytext.readers import scanned
from upstander.policytext.readers.columns import in_reading_order
from upstander.policytext.readers.lines import Line, blocks_of, without_furniture

MOST_PAGES = 400
FEWEST_LETTERS = 25  # a page with fewer, and with a picture, is taken for a scan
WIDE_GAP = 1.4  # times the height of the letters
Letter = tuple[int, str, pdfium.FS_RECTF | None]
_one_at_a_time = Lock()  # pdfium is not thread-safe


def read(content: bytes) -> Document:
    """Raises: Unreadable when it is damaged, needs a password, or is too long."""
    with _one_at_a_time:
        file = _opened(content)
        try:
            if len(file) > MOST_PAGES:
                raise Unreadable(f"has {len(file)} pages; at most {MOST_PAGES} are read")
            pages = [in_reading_order(list(_parts(page))) for page in file]
            pictures = {number: scanned.picture(file[number - 1]) for number, page in enumerate(pages, 1) if _is_scan(page)}
        finally:
            file.close()
    read_by_machine, notes = scanned.read_pages(pictures)
    pages = [read_by_machine.get(number, page) for number, page in enumerate(pages, 1)]
    return Document(tuple(blocks_of(enumerate(without_furniture(pages), 1))), tuple(notes), len(pages))


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as problem:
        if getattr(problem, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise Unreadable("needs a password; save a copy without one") from None
        raise Unreadable("is damaged, or is not a PDF") from None


def _is_scan(page: list[Line]) -> bool:
    return sum(len(line.text) for line in page) < FEWEST_LETTERS


def _parts(page: pypdfium2.PdfPage) -> Iterator[Line]:
    """The lines of a page in the order of the file, divided wherever the gap between two words is wide."""
    text = page.get_textpage()
    part: list[Letter] = []
    last: pdfium.FS_RECTF | None = None
    for letter in _letters(text):
        _, shown, box = letter
        if shown in "\r\n" or (box is not None and last is not None and _breaks(last, box)):
            yield from _line(text, part)
            part, last = [], None
        if shown not in "\r\n" and (part or box is not None):
            part.append(letter)
            last = box or last
    yield from _line(text, part)
    text.close()


def _letters(text: pypdfium2.PdfTextPage) -> Iterator[Letter]:
    """Every letter with its place among the letters, and its box unless it is a space. It is called 3,000 times a page."""
    raw, unicode_of, box_of = text.raw, pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    for index in range(text.count_chars()):
        shown = chr(unicode_of(raw, index))
        if shown.isspace():
            yield index, shown, None
            continue
        box = pdfium.FS_RECTF()
        box_of(raw, index, ctypes.byref(box))
        yield index, shown, box if box.right > box.left else None


def _breaks(last: pdfium.FS_RECTF, box: pdfium.FS_RECTF) -> bool:
    height = max(last.top - last.bottom, 1)
    far = box.left - last.right > WIDE_GAP * height
    return bool(far or box.right < last.left - height or abs(box.bottom - last.bottom) > height)


def _line(text: pypdfium2.PdfTextPage, part: list[Letter]) -> Iterator[Line]:
    printed = [(index, box) for index, _, box in part if box is not None]
    if not printed:
        return
    boxes = [box for _, box in printed]
    heights = sorted(box.top - box.bottom for box in boxes)
    middle = heights[len(heights) // 2]
    bottom = sorted(box.bottom for box in boxes)[len(boxes) // 2]
    bold = _is_bold(text, printed[0][0]) and _is_bold(text, printed[-1][0])
    words = "".join(letter for _, letter, _ in part)
    yield Line(words, min(box.left for box in boxes), max(box.right for box in boxes), bottom, bottom + middle, bold)


def _is_bold(text: pypdfium2.PdfTextPage, index: int) -> bool:
    """By the name of the font: the weight that pdfium gives is a guess, and calls whole files bold."""
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, index, name, 128, ctypes.byref(flags))
    called = name.value.lower()
    return b"bold" in called or b"black" in called
