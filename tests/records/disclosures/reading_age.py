"""How hard a text is to read: the Flesch–Kincaid grade, with syllables counted by groups of vowels."""

from __future__ import annotations

import re


def grade(text: str) -> float:
    """Units: school years in the United States; add five for an age."""
    sentences = [s for s in re.split(r"[.?!]+\s+|\n\n", text) if re.search(r"[a-z]", s)]
    words = re.findall(r"[A-Za-z’']+", text)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def _syllables(word: str) -> int:
    lower = word.lower().removesuffix("'s").removesuffix("’s")
    silent_e = lower.endswith("e") and not lower.endswith(("le", "ee"))
    silent_ed = lower.endswith("ed") and not lower.endswith(("ted", "ded"))
    return max(1, len(re.findall(r"[aeiouy]+", lower)) - (silent_e or silent_ed))
