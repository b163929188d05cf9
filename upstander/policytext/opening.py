"""Which reader a file needs, by what is in it and not by its name."""

from __future__ import annotations

from pathlib import Path

from upstander.policytext.document import Document, Unreadable

LARGEST = 50_000_000  # bytes
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_file(path: Path) -> Document:
    """Raises: Unreadable, with a reason that a person can act on."""
    try:
        if path.stat().st_size > LARGEST:
            raise Unreadable(f"is larger than {LARGEST // 1_000_000} MB")
        return read_bytes(path.read_bytes())
    except OSError as problem:
        raise Unreadable(f"cannot be read: {problem.strerror}") from None
    except ValueError as problem:
        raise problem if isinstance(problem, Unreadable) else Unreadable(f"cannot be read: {problem}") from None


def read_bytes(content: bytes) -> Document:
    """Raises: Unreadable for an empty, unknown, damaged or locked file, and for one without a word in it."""
    if not content.strip():
        raise Unreadable("is empty")
    if content.startswith(_OLD_WORD):
        raise Unreadable("is a Word document of the old kind (.doc), or is locked with a password; save it as .docx or PDF")
    document = _read(content)
    if not document.blocks:
        raise Unreadable(document.notes[0] if document.notes else "has no words in it")
    return document


def _read(content: bytes) -> Document:
    from upstander.policytext.readers import page, pdf, plain, word  # late: a text file needs no pdfium

    if b"%PDF-" in content[:1024]:
        return pdf.read(content)
    if content.startswith(b"PK"):
        return word.read(content)
    start = content[:2000].lower()
    if (
        b"<html" in start
        or b"<!doctype html" in start
        or b"<body" in start
        or start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
    ):
        return page.read(content)
    return plain.read(content)
