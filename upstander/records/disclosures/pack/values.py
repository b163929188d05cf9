"""One thing that is known, not known, or withheld."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

State = Literal["known", "not_known", "withheld"]


@dataclass(frozen=True, slots=True)
class Value:
    """Shapes: `lines` are empty where it is not known; `because` says why it is withheld; `is_quoted` marks exact words."""

    lines: tuple[str, ...] = ()
    state: State = "not_known"
    because: str = ""
    is_quoted: bool = False


NOT_KNOWN = Value()


def known(*said: str) -> Value:
    """What was said; not known where nothing was."""
    lines = _lines(said)
    return Value(lines, "known") if lines else NOT_KNOWN


def quoted(*said: str) -> Value:
    """Somebody's exact words, which stay as they are: not a letter is put right."""
    words = tuple(line for text in said for line in text.split("\n"))
    return Value(words, "known", is_quoted=True) if any(line.strip() for line in words) else NOT_KNOWN


def withheld(because: str) -> Value:
    return Value((), "withheld", because)


def listed(said: Iterable[str]) -> Value:
    """Each once, in their order."""
    return known(*dict.fromkeys(said))


def _lines(said: Iterable[str]) -> tuple[str, ...]:
    return tuple(line for text in said for line in (part.strip() for part in text.splitlines()) if line)
