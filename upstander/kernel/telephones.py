"""Telephone numbers in whatever way people write them, made into one."""

import re

# Digits with the marks that people put between them. A slash is not one: 03/11/2026 is a day.
CANDIDATE = re.compile(r"(?<![\w/])(?:\+|00)?\(?\d[\d\s().\-–]{6,22}\d(?![\w/])")
TRUNK_IN_BRACKETS = re.compile(r"\(\s*0\s*\)")
LOCAL = 6  # digits that people in one town give each other


def numbers_in(text: str) -> list[str]:
    """Every telephone number in a text, each once, as + and digits: +447700900114.

    A number of this country is known by 0, +44 or 0044 before nine or ten digits; of another, by its + or 00.
    """
    found = (_number(written) for written in CANDIDATE.findall(text))
    return list(dict.fromkeys(number for number in found if number))


def spelt_in(text: str) -> list[str]:
    """The same numbers as they are written in the text."""
    return [written for written in CANDIDATE.findall(text) if _number(written)]


def local_part(number: str) -> str:
    return number[-LOCAL:]


def _number(written: str) -> str:
    text = TRUNK_IN_BRACKETS.sub("", written) if written.startswith(("+", "00")) else written
    digits = re.sub(r"\D", "", text)
    if text.startswith("00"):
        text, digits = "+", digits[2:]
    if text.startswith("+"):
        return (
            _british(digits[2:].removeprefix("0")) if digits.startswith("44") else f"+{digits}" if 8 <= len(digits) <= 15 else ""
        )
    if digits.startswith("44") and len(digits) == 12:
        return _british(digits[2:])
    return _british(digits[1:]) if digits.startswith("0") else ""


def _british(national: str) -> str:
    """Nine or ten digits, none of which begins an area with 0, 4 or 6."""
    return f"+44{national}" if len(national) in (9, 10) and national[0] in "1235789" else ""
