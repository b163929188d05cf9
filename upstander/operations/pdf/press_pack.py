"""The child process that sets a pack or its telephone sheet: its parts on standard input, PDF on standard output.

As press.py: it imports typst and nothing else of weight, reaches no file but the template and the typeface, and ends.
Layout of what comes in: 4 bytes with the length of a JSON header, the header, then each picture. Shapes: the header has
`template` ("pack" or "sheet"), `data`, and `pictures`, each with name, size in bytes, and how wide and high it is.
"""

import json
import re
import resource
import sys
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FONTS = Path(__file__).resolve().parents[2] / "desks" / "frame" / "fonts"
TIMESTAMP = 946_684_800  # the first second of 2000: the same pack is the same bytes, whenever it is set
SECONDS = 40  # of processor
MEMORY = 2 << 30  # bytes of address space
TEMPLATES = {"pack": "pack.typ", "sheet": "sheet.typ"}
SIZES = ("13", "11.5", "10.5", "9.5", "8.5", "7.5", "6.5")  # of the sheet, in points: the first that fits on one page


def press(template: str, data: Any, pictures: dict[str, bytes]) -> bytes:
    """Raises: typst.TypstError, where the document would not be accessible or has a character that no font has."""
    for size in SIZES if template == "sheet" else SIZES[:1]:
        pdf = _compiled(template, data, pictures, size)
        if template != "sheet" or pages(pdf) == 1:
            break
    return pdf


def _compiled(template: str, data: Any, pictures: dict[str, bytes], size: str) -> bytes:
    import typst

    files = {"main.typ": (HERE / TEMPLATES[template]).read_bytes(), "data.json": json.dumps(data).encode(), **pictures}
    pdf = typst.compile(  # type: ignore[call-overload]  # its stubs know no files in memory
        files,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"size": size},
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=TIMESTAMP,
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no document")
    return pdf


def _drawn(picture: Mapping[str, Any], content: bytes) -> bytes:
    """A JPEG within a drawing. What typst does not read from a disk must be text; a JPEG in an SVG goes into the PDF as is."""
    wide, high = picture["wide"], picture["high"]
    inside = f'<image width="{wide}" height="{high}" href="data:image/jpeg;base64,{b64encode(content).decode()}"/>'
    sides = f'width="{wide}" height="{high}" viewBox="0 0 {wide} {high}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {sides}>{inside}</svg>'.encode()


PAGES = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)|/Count\s+(\d+)[^>]*?/Type\s*/Pages\b")


def pages(pdf: bytes) -> int:
    return max((int(one or other) for one, other in PAGES.findall(pdf)), default=1)


def read(stream: Any) -> tuple[str, Any, dict[str, bytes]]:
    header = json.loads(stream.read(int.from_bytes(stream.read(4))))
    pictures = {it["name"]: _drawn(it, stream.read(it["size"])) for it in header["pictures"]}
    return header["template"], header["data"], pictures


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stdout.buffer.write(press(*read(sys.stdin.buffer)))
