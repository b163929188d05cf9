"""Which reader a file needs, by what is in it and not by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from upstander.policytext.document import Document, Unreadable

LARGEST = 50_000_000  # bytes
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Kind = Literal["pdf", "docx", "html", "txt"]


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
    if content.startswith(OLD_WORD):
        raise Unreadable("is a Word document of the old kind (.doc), or is locked with a password; save it as .docx or PDF")
    document = _read(content)
    if not document.blocks:
        raise Unreadable(document.notes[0] if document.notes else "has no words in it")
    return document


def kind_of(content: bytes) -> Kind:
    """By how it begins, without opening it. What is nothing else is taken for text."""
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith(b"PK"):
        return "docx"
    start = content[:2000].lower()
    marked = any(mark in start for mark in (b"<html", b"<!doctype html", b"<body"))
    return "html" if marked or start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") else "txt"


def _read(content: bytes) -> Document:
    from upstander.policytext.readers import page, pdf, plain, word  # late: a text file needs no pdfium

    readers = {"pdf": pdf.read, "docx": word.read, "html": page.read, "txt": plain.read}
    return readers[kind_of(content)](content)
