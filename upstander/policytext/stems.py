"""Words as they are compared: small, without endings, irregular ones by their first form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import snowballstemmer

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[;:]")
_ONE_SPELLING = (
    (re.compile(r"\bon[ -]line\b"), "online"),
    (re.compile(r"\bcyber[ -](?=bull)"), "cyber"),
    (re.compile(r"\be-mail"), "email"),
    (re.compile(r"\bhead ?-?(?=teacher|master|mistress)"), "head"),
    (re.compile(r"\bheadm(?:aster|istress)"), "headteacher"),
    (re.compile(r"\bco-op(?=erat)"), "coop"),
    (re.compile(r"\bwon['’]t\b"), "will not"),
    (re.compile(r"\bcan['’]t\b"), "cannot"),
    (re.compile(r"\b(do|does|did|is|are|was|were|should|would|could|must|have|has)n['’]t\b"), r"\1 not"),
)
_FORMS_OF = {
    "deal": "dealt", "speak": "spoke spoken", "tell": "told", "write": "wrote written", "keep": "kept", "take": "took taken",
    "give": "gave given", "meet": "met", "hold": "held", "seek": "sought", "make": "made", "send": "sent", "ring": "rang rung",
    "find": "found", "lose": "lost", "child": "children", "see": "saw seen", "say": "said", "bring": "brought", "lead": "led",
    "hear": "heard", "feel": "felt", "person": "people", "understand": "understood", "go": "went gone", "know": "knew known",
    "teach": "taught", "let": "letting", "withdraw": "withdrawn withdrew", "forbid": "forbidden", "begin": "began begun",
}  # fmt: skip
_FIRST_FORM = {form: first for first, forms in _FORMS_OF.items() for form in forms.split()}
_stemmer = snowballstemmer.stemmer("english")


@cache
def stem(word: str) -> str:
    """Units: one small word."""
    return str(_stemmer.stemWord(_FIRST_FORM.get(word, word)))


@dataclass(frozen=True, slots=True)
class Word:
    """As it stands, in small letters, and its stem."""

    raw: str
    stem: str


def words_of(text: str) -> list[Word]:
    """Shapes: in order; `;` and `:` are words too, that no gap crosses."""
    small = text.lower().replace("’", "'")
    for pattern, spelling in _ONE_SPELLING:
        small = pattern.sub(spelling, small)
    found = []
    for raw in _WORD.findall(small):
        bare = raw.split("'")[0]
        found.append(Word(bare, stem(bare)))
    return found
