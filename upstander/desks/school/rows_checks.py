"""Rows of the lists on whether it has stopped: who is to be asked, and where it may have started again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from upstander.desks.frame.words import due, short_day
from upstander.desks.school.keysets import Key
from upstander.desks.school.rows import Reading
from upstander.desks.school.through import address
from upstander.records.investigations.checks import Asked, Safe

OF_CASE = ("case_id", "case__reference", "case__title", "case__lead_id", "case__lead__display_name")


@dataclass(frozen=True, slots=True)
class CheckRow:
    due: str
    is_overdue: bool
    whom: str
    how: str
    href: str
    reference: str
    title: str
    lead: str


@dataclass(frozen=True, slots=True)
class AgainRow:
    since: str
    who: str
    is_unsafe: bool
    href: str
    reference: str
    title: str
    lead: str


def check_columns(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    return rows.values_list("due_at", "id", "asks", "child__name", "asked_at", *OF_CASE)


def check_rows(rows: Iterable[Sequence[Any]], reading: Reading, first: int = 1) -> list[CheckRow]:
    return [
        CheckRow(
            due=due(due_at, reading.at),
            is_overdue=due_at < reading.at,
            whom=child if asks == Asked.CHILD else f"{child}’s family",
            how=f"asked {short_day(asked)}" if asked else "",
            href=address(case, None, reading.listing, Key(due_at, id), number),
            reference=reference,
            title=title,
            lead=reading.who(lead, lead_name),
        )
        for number, (due_at, id, asks, child, asked, case, reference, title, lead, lead_name) in enumerate(rows, first)
    ]


def again_columns(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    return rows.values_list("at", "id", "answer__said_by", "answer__safe", *OF_CASE)


def again_rows(rows: Iterable[Sequence[Any]], reading: Reading, first: int = 1) -> list[AgainRow]:
    return [
        AgainRow(
            since=due(at, reading.at),
            who=who[0].upper() + who[1:],
            is_unsafe=safe == Safe.NO,
            href=address(case, None, reading.listing, Key(at, id), number),
            reference=reference,
            title=title,
            lead=reading.who(lead, lead_name),
        )
        for number, (at, id, who, safe, case, reference, title, lead, lead_name) in enumerate(rows, first)
    ]
