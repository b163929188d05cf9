"""Rows of the list of devices that are still in school."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from upstander.desks.school.keysets import Key
from upstander.desks.school.rows import Reading
from upstander.desks.school.rows_checks import OF_CASE
from upstander.desks.school.shapes_devices import days_in_school
from upstander.desks.school.through import address
from upstander.records.investigations.devices import DeviceKind

KINDS = dict(DeviceKind.choices)


@dataclass(frozen=True, slots=True)
class DeviceRow:
    since: str
    whose: str
    what: str
    href: str
    reference: str
    title: str
    lead: str


def device_columns(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    return rows.values_list("taken_at", "id", "person__name", "kind", "words", *OF_CASE)


def device_rows(rows: Iterable[Sequence[Any]], reading: Reading, first: int = 1) -> list[DeviceRow]:
    return [
        DeviceRow(
            since=days_in_school(taken_at, reading.at),
            whose=whose,
            what=f"{KINDS[kind]}: {words}",
            href=address(case, None, reading.listing, Key(taken_at, id), number),
            reference=reference,
            title=title,
            lead=reading.who(lead, lead_name),
        )
        for number, (taken_at, id, whose, kind, words, case, reference, title, lead, lead_name) in enumerate(rows, first)
    ]
