"""Words as PostgreSQL keeps them for searching, written without asking it: several times faster than to_tsvector."""

from __future__ import annotations

import re
from collections.abc import Iterable

from upstander.kernel.finding import Findable

WORD = re.compile(r"[a-z0-9]+")


def words_and_keys(text: str, known_by: Findable) -> str:
    """As records.people.finding.findable_vector has the database make it."""
    return " ".join([words_of(text), *(f"'{key}'" for key in known_by.keys(text))])


def array(values: Iterable[str]) -> str:
    """An array's own writing. Only for invented text, which has no quotation marks in it."""
    return "{" + ",".join(f'"{value}"' for value in values) + "}"


def words_of(text: str) -> str:
    """A tsvector's own writing: each word with its places. Only for invented text: plain ASCII words and numbers."""
    places: dict[str, list[str]] = {}
    for place, word in enumerate(WORD.findall(text.lower()), 1):
        places.setdefault(word, []).append(str(place))
    return " ".join([f"'{word}':{','.join(at)}" for word, at in places.items()])
