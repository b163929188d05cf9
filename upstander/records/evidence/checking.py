"""Decide by its content whether a file can be taken as evidence, and say in a sentence why not."""

from typing import BinaryIO

from upstander.records.evidence import archives, chats
from upstander.records.evidence.refusing import Refused
from upstander.records.evidence.written import decoded

LARGEST_FILE = 25 * 1024 * 1024
MOST_FILES = 20
HEAD = 4096
PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
)
SOUND_OR_VIDEO = (b"OggS", b"ID3", b"RIFF", b"\x1aE\xdf\xa3", b"\xff\xfb", b"FLV")
WHAT_WE_TAKE = "We can take pictures (PNG, JPEG, HEIC), PDF, text and chats that an app has exported."


def media_type_of(file: BinaryIO, size: int) -> str:
    """Look into a file and say what it is.

    Raises: Refused, when it is empty, too large, damaged, locked, a program, or of a kind that we do not take.
    """
    from upstander.records.evidence import pictures  # with Pillow, which a start need not wait for

    if size == 0:
        raise Refused("It is empty.")
    if size > LARGEST_FILE:
        raise Refused("It is larger than 25 MB. A screenshot of the part that matters is enough.")
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if head.startswith(PROGRAMS):
        raise Refused("It is a program, whatever its name says. We do not take programs.")
    if kind := pictures.kind_of(head):
        pictures.check(file, kind)
        return kind
    if b"%PDF-" in head[:1024]:
        return _check_pdf(file)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return archives.check(file)
    if head.startswith(SOUND_OR_VIDEO) or head[4:8] == b"ftyp":
        raise Refused("We cannot take videos or sound. Keep it, and say in your own words what it shows.")
    return _check_text(file)


def _check_pdf(file: BinaryIO) -> str:
    data = file.read()
    if b"%%EOF" not in data[-2048:]:
        raise Refused("It is damaged: the end of the PDF is missing.")
    if b"/Encrypt" in data:
        raise Refused("It is locked with a password. Save it without one, or take screenshots.")
    return "application/pdf"


def _check_text(file: BinaryIO) -> str:
    text = decoded(file.read())
    if text is None or any(c < " " and c not in "\t\n\r\f" for c in text):
        raise Refused(f"We do not know what kind of file it is, or it is damaged. {WHAT_WE_TAKE}")
    return chats.kind_of_text(text)
