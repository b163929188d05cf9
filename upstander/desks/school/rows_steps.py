"""Rows of the steps of plans: who does what by when, over all cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from django.db.models import QuerySet

from upstander.desks.frame.words import due
from upstander.desks.school.keysets import Key
from upstander.desks.school.rows import BEGINNING, Reading
from upstander.desks.school.through import address
from upstander.records.investigations.enquiries import StepKind

KINDS = dict(StepKind.choices)


@dataclass(frozen=True, slots=True)
class StepRow:
    due: str
    is_overdue: bool
    words: str
    kind: str
    href: str
    title: str
    reference: str
    who: str


def step_columns(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    return rows.values_list(
        "due_at", "id", "kind", "words", "case_id", "case__reference", "case__title", "owner_id", "owner__display_name"
    )


def step_rows(rows: Iterable[Sequence[Any]], reading: Reading, first: int = 1) -> list[StepRow]:
    return [
        StepRow(
            due=due(due_at, reading.at),
            is_overdue=due_at < reading.at,
            words=shorten(words, BEGINNING, placeholder=" …"),
            kind=KINDS[kind],
            href=address(case, None, reading.listing, Key(due_at, id), number),
            title=title,
            reference=reference,
            who=reading.who(owner, owner_name),
        )
        for number, (due_at, id, kind, words, case, reference, title, owner, owner_name) in enumerate(rows, first)
    ]
