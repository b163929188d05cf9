"""One spelling of the same words: ligatures, quotation marks, spaces, and what looks like a heading or an item."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_NEVER_SHOWN = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFE, *range(0x00, 0x09), *range(0x0E, 0x20)])
_QUOTES = str.maketrans({"‘": "'", "’": "'", "‛": "'", "“": '"', "”": '"', "‐": "-", "‑": "-"})
_BULLET = re.compile(r"^\s*(?:[•▪●○◦■□➢➤✓✔❖★*·–—-]|o(?=\s)|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\))\s+")
_BULLET_ALONE = re.compile(r"^\s*[•▪●○◦■□➢➤✓✔❖★*·o]\s*$")
_NUMBERED = re.compile(r"^(?:(?:section|appendix|part|annex)\s+)?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[A-H])[.)]?\s+\S", re.IGNORECASE)
_NUMBERED_STEP = re.compile(r"^\s*\d{1,2}[.)]\s+\S")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ENDS_A_SENTENCE = re.compile(r"[.;,:]['\")]*$")


def clean(text: str) -> str:
    """As it would be read aloud: no ligature, soft hyphen or run of spaces."""
    shown = unicodedata.normalize("NFKC", text.translate(_NEVER_SHOWN))
    return _SPACES.sub(" ", shown.translate(_QUOTES)).strip()


def is_bullet_alone(text: str) -> bool:
    return _BULLET_ALONE.match(text) is not None


def is_item(text: str) -> bool:
    return _BULLET.match(text) is not None


def is_numbered_sentence(text: str) -> bool:
    """Numbered 1., and a sentence: a step of a list, and no heading."""
    return _NUMBERED_STEP.match(text) is not None and not looks_like_heading(text)


def without_bullet(text: str) -> str:
    return _BULLET.sub("", text, count=1)


def could_be_heading(text: str) -> bool:
    """Short, not a sentence, and not the date of something."""
    words = text.split()
    if _YEAR.search(text):
        return False
    return 0 < len(words) <= 14 and len(text) <= 100 and not _ENDS_A_SENTENCE.search(text) and any(map(str.isalpha, text))


def looks_like_heading(text: str) -> bool:
    """Could be one, and is numbered or in capitals as headings are; for text that has neither size nor weight."""
    if not could_be_heading(text):
        return False
    words = text.split()
    numbered = _NUMBERED.match(text) is not None and words[-1][0].isalpha() and any(word.istitle() for word in words)
    letters = [letter for letter in text if letter.isalpha()]
    return numbered or (len(letters) > 3 and text.upper() == text)
