"""The child process that sets one letter: JSON on standard input, PDF on standard output.

It imports typst and nothing else of weight, and gives its memory back by ending.
"""

import resource
import sys
from pathlib import Path

SOURCE = Path(__file__).with_name("letter.typ")
FONTS = Path(__file__).resolve().parents[2] / "desks" / "frame" / "fonts"
TIMESTAMP = 946_684_800  # the first second of 2000: the same letter is the same bytes, whenever it is set
SECONDS = 20  # of processor
MEMORY = 2 << 30  # bytes of address space


def press(letter: str) -> bytes:
    """Set a letter. Shapes: `letter` is the JSON of disclosures.letter.Letter.

    Raises: typst.TypstError, where the document would not be accessible or has a character that no font has.
    """
    import typst

    pdf = typst.compile(
        SOURCE,
        root=SOURCE.parent,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"letter": letter},
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=TIMESTAMP,
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no document")
    return pdf


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stdout.buffer.write(press(sys.stdin.buffer.read().decode()))
