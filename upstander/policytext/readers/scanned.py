"""Pages that are pictures, read by tesseract where it is installed. What it reads is marked as read by a machine."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby

import pypdfium2

from upstander.policytext.readers.lines import Line

DOTS_AN_INCH = 200
LONGEST = 60  # seconds a page
AT_A_TIME = 2
POINTS = 72 / DOTS_AN_INCH


def program() -> str | None:
    return shutil.which("tesseract")


def picture(page: pypdfium2.PdfPage) -> bytes:
    """The page as a grey PNG, or nothing when it shows nothing, or there is no program to read it."""
    if program() is None:
        return b""
    width, height = page.get_size()
    scale = min(DOTS_AN_INCH / 72, 4000 / max(width, height, 1))
    image = page.render(scale=scale, grayscale=True).to_pil()
    if image.getextrema()[0] > 200:
        return b""
    held = io.BytesIO()
    image.save(held, "PNG", dpi=(DOTS_AN_INCH, DOTS_AN_INCH), compress_level=1)
    return held.getvalue()


def read_pages(pictures: Mapping[int, bytes]) -> tuple[dict[int, list[Line]], list[str]]:
    """Lines by page, and what to tell a person about it."""
    if not pictures:
        return {}, []
    if program() is None:
        return {}, [
            f"{_pages(list(pictures))} could not be read: no text in the file, and no tesseract installed to read pictures."
        ]
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        read = dict(zip(pictures, pool.map(_read, pictures.values()), strict=True))
    unread = [number for number, lines in read.items() if not lines]
    by_machine = [number for number, lines in read.items() if lines]
    notes = [f"{_pages(by_machine)}: a picture, read by a machine (OCR). Check its words against the page."] if by_machine else []
    return read, [*notes, *([f"{_pages(unread)}: no words could be read."] if unread else [])]


def _pages(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers))
    return f"Page {shown}" if len(numbers) == 1 else f"Pages {shown}"


def _read(image: bytes) -> list[Line]:
    tool = program()
    if not image or tool is None:
        return []
    try:
        done = subprocess.run(
            [tool, "stdin", "stdout", "-l", "eng", "--dpi", str(DOTS_AN_INCH), "tsv"],
            input=image,
            capture_output=True,
            timeout=LONGEST,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return list(_lines(done.stdout.decode("utf-8", "replace"))) if done.returncode == 0 else []


def _lines(table: str) -> Iterator[Line]:
    """Shapes: rows of level, page, block, paragraph, line, word, left, top, width, height, sureness, text."""
    rows = [cells for row in table.splitlines()[1:] if len(cells := row.split("\t")) == 12 and cells[0] == "5"]
    for _, words in groupby(rows, key=lambda cells: cells[2:5]):
        line = [cells for cells in words if cells[11].strip() and float(cells[10]) > 20]
        if line:
            yield _line(line)


def _line(words: list[list[str]]) -> Line:
    """Its height is as recognised, and differs from line to line of one size: `paragraph` says what belongs together."""
    boxes = [tuple(int(cell) * POINTS for cell in cells[6:10]) for cells in words]
    tops = sorted(top for _, top, _, _ in boxes)
    bottoms = sorted(top + height for _, top, _, height in boxes)
    top, bottom = tops[len(tops) // 2], bottoms[len(bottoms) // 2]
    text = " ".join(cells[11] for cells in words)
    left, right = min(box[0] for box in boxes), max(box[0] + box[2] for box in boxes)
    return Line(text, left, right, -bottom, -top, paragraph="/".join(words[0][2:4]))
