"""Rows of what has come in: what it is, when, from whom, and how it begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Coalesce

from upstander.desks.frame.words import due
from upstander.desks.school.keysets import Key
from upstander.desks.school.rows import BEGINNING, RELATIONS, Reading
from upstander.desks.school.shapes_came import who_says
from upstander.desks.school.through import address
from upstander.records.disclosures.arrivals import ArrivalKind
from upstander.records.disclosures.exchange import Crossing
from upstander.records.disclosures.models import Complaint, Message
from upstander.records.evidence.models import Item
from upstander.records.intake.models import Addition
from upstander.records.investigations.models import CheckAnswer, Statement

KINDS = dict(ArrivalKind.choices)
NO_WORDS = "No words"
WORDS: tuple[tuple[Callable[[], QuerySet[Any, Any]], str], ...] = (
    (Message.objects.all, "words"),
    (Addition.objects.all, "words"),
    (Statement.objects.all, "words"),
    (CheckAnswer.objects.all, "words"),
    (Complaint.objects.all, "words"),
    (Item.objects.all, "name"),
    (Crossing.objects.readable, "words"),
)


@dataclass(frozen=True, slots=True)
class CameRow:
    came: str
    kind: str
    by: str
    words: str
    href: str
    reference: str


def came_columns(arrivals: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """An arrival has the id of the thing that came, so only one of these finds anything."""
    words = [Subquery(rows().filter(pk=OuterRef("pk")).values(column)) for rows, column in WORDS]
    found: QuerySet[Any, Any] = arrivals.annotate(
        begins=Coalesce(*words, output_field=TextField()), of_case=Coalesce("case__reference", "report__in_case__case__reference")
    )
    return found.values_list(
        "at", "id", "kind", "said_by", "begins", "of_case", "report__reference", "report__reporter_name", F("report__relation")
    )


def came_rows(rows: Iterable[Sequence[Any]], reading: Reading, first: int = 1) -> list[CameRow]:
    return [
        CameRow(
            came=due(at, reading.at),
            kind=KINDS[kind],
            by=who_says(said_by, name, RELATIONS.get(relation, "")),
            words=shorten(words or NO_WORDS, BEGINNING, placeholder=" …"),
            href=address(None, None, reading.listing, Key(at, id), number),
            reference=case or report or "",
        )
        for number, (at, id, kind, said_by, words, case, report, name, relation) in enumerate(rows, first)
    ]
