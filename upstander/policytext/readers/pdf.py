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
    part: list[tuple[int, str, pdfium.FS_RECTF]] = []
    for index in range(text.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(text, index))
        box = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box))
        printed = not letter.isspace() and box.right > box.left
        if letter in "\r\n" or (printed and part and _breaks(part, box)):
            yield from _line(text, part)
            part = []
        if letter not in "\r\n" and (part or not letter.isspace()):
            part.append((index, letter, box))
    yield from _line(text, part)
    text.close()


def _breaks(part: list[tuple[int, str, pdfium.FS_RECTF]], box: pdfium.FS_RECTF) -> bool:
    last = next((it for _, letter, it in reversed(part) if not letter.isspace() and it.right > it.left), None)
    if last is None:
        return False
    height = max(last.top - last.bottom, 1)
    far = box.left - last.right > WIDE_GAP * height
    return bool(far or box.right < last.left - height or abs(box.bottom - last.bottom) > height)


def _line(text: pypdfium2.PdfTextPage, part: list[tuple[int, str, pdfium.FS_RECTF]]) -> Iterator[Line]:
    boxes = [box for _, letter, box in part if not letter.isspace() and box.right > box.left]
    if not boxes:
        return
    words = "".join(letter for _, letter, _ in part)
    heights = sorted(box.top - box.bottom for box in boxes)
    middle = heights[len(heights) // 2]
    bottom = sorted(box.bottom for box in boxes)[len(boxes) // 2]
    first = next(index for index, letter, _ in part if not letter.isspace())
    last = next(index for index, letter, _ in reversed(part) if not letter.isspace())
    bold = _is_bold(text, first) and _is_bold(text, last)
    yield Line(words, min(box.left for box in boxes), max(box.right for box in boxes), bottom, bottom + middle, bold)


def _is_bold(text: pypdfium2.PdfTextPage, index: int) -> bool:
    """By the name of the font: the weight that pdfium gives is a guess, and calls whole files bold."""
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, index, name, 128, ctypes.byref(flags))
    called = name.value.lower()
    return b"bold" in called or b"black" in called
