"""Plain text, and Markdown read as plain text: paragraphs between empty lines."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from upstander.policytext.document import Block, Document, Unreadable
from upstander.policytext.readers.lines import joined
from upstander.policytext.wording import clean, is_item, is_numbered_sentence, looks_like_heading, without_bullet

_DECLARED = re.compile(rb"charset=[\"']?([A-Za-z0-9_-]+)")
_MARK = re.compile(r"^(#{1,6}\s+|\*\*(?=.*\*\*\s*$))")
_UNDERLINE = re.compile(r"^(=|-|_){3,}\s*$")


def read(content: bytes) -> Document:
    """Raises: Unreadable when the bytes are no text."""
    if b"\0" in content[:4000] and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable("is not text, PDF, a Word document or a web page")
    return Document(tuple(block for lines in _paragraphs(decoded(content)) for block in _blocks(lines)))


def decoded(content: bytes, *, declared: bool = False) -> str:
    """UTF-8, UTF-16 by its mark, what a web page declares, or else what Windows writes."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        name = found.group(1).decode() if declared and (found := _DECLARED.search(content[:4000])) else "cp1252"
    try:
        return content.decode(name, "replace")
    except LookupError:
        return content.decode("cp1252", "replace")


def _paragraphs(text: str) -> Iterator[list[str]]:
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.strip():
            lines.append(line)
        elif lines:
            yield lines
            lines = []


def _blocks(lines: list[str]) -> Iterator[Block]:
    held: list[str] = []
    for number, line in enumerate(lines):
        underlined = number + 1 < len(lines) and _UNDERLINE.match(lines[number + 1])
        if _UNDERLINE.match(line):
            continue
        marked = _MARK.match(line) is not None or bool(underlined) or looks_like_heading(clean(line))
        if (marked or is_item(line) or is_numbered_sentence(clean(line))) and held:
            yield _block(held, alone=False)
            held = []
        if marked:
            yield Block("heading", clean(line.strip("#* ")))
        else:
            held.append(line)
    if held:
        yield _block(held, alone=len(held) == len(lines))


def _block(lines: list[str], *, alone: bool) -> Block:
    text = joined(lines)
    if is_item(text) or is_numbered_sentence(text):
        return Block("item", without_bullet(text))
    label = alone and len(lines) == 1 and text.endswith(":") and len(text.split()) <= 5
    short = len(lines) == 1 and len(text) < 70 and text[-1].isalnum() and text[:1].isupper() and not any(map(str.isdigit, text))
    return Block("heading" if label or short or (len(lines) == 1 and text.endswith("?") and len(text) < 90) else "prose", text)
