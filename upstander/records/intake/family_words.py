"""What a route or a duty means for a family, in their words: read once from wording/family, one file for each.

The words are the same for everybody: nothing about a case goes into them but the name of the school.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

from upstander.records.intake.questions import as_html, front_matter, wording

KINDS = ("routes", "duties")
SCHOOL = "{school}"


@dataclass(frozen=True, slots=True)
class FamilyWords:
    """Shapes: `html` is two paragraphs, what it is and what happens next."""

    id: str
    title: str
    html: str


def in_family_words(kind: str, ids: Iterable[str], school: str) -> list[FamilyWords]:
    """Each as a family reads it, in the order given. `school` begins sentences: a name, or "Your school".

    Raises: FileNotFoundError, for what has no words.
    """
    return [_naming(school, id, *_read(kind, id)[1:]) for id in ids]


def for_the_receipt(duties: Iterable[str]) -> list[str]:
    """The duties that a family may read of when their report comes in, in the order given.

    Left out is what concerns another child or family, a grown-up who is complained about, or who may not be told: a family learns
    of that when somebody decides to tell them. What is not kept for the receipt cannot be on it.
    """
    return [duty for duty in duties if _read("duties", duty)[0]["at_receipt"] == "yes"]


def all_ids(kind: str) -> list[str]:
    return [file.name.removesuffix(".md") for file in wording("family", kind).iterdir() if file.name.endswith(".md")]


@cache
def _read(kind: str, id: str) -> tuple[dict[str, Any], str, str]:
    """Shapes: front matter, title, HTML; the last two still with the gap for the school."""
    front, body = front_matter(wording("family", kind, f"{id}.md").read_text(encoding="utf-8"))
    return front, front["title"], as_html(body)


def _naming(school: str, id: str, title: str, html: str) -> FamilyWords:
    return FamilyWords(id, title.replace(SCHOOL, school), html.replace(SCHOOL, escape(school)))
