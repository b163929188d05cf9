"""Rows of what goes to and fro between schools: about whom, with which school, and who is to do something next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from upstander.desks.frame.words import short_day
from upstander.desks.school.keysets import Key
from upstander.desks.school.rows import Reading
from upstander.desks.school.through import address
from upstander.records.disclosures.exchange import Turn

MOMENTS = ("outcome_at", "withdrawn_at", "refused_at", "accepted_at", "opened_at", "delivered_at", "sent_at")
STATES = ("Outcome given", "Taken back", "Refused", "Accepted", "Opened", "Delivered", "On its way")
NOT_SENT = "Not sent yet"


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    begun: str
    about: str
    href: str
    school: str
    way: str
    state: str
    is_ours: bool
    since: str
    reference: str


def state_of(moments: Iterable[datetime | None]) -> str:
    """The last thing that happened, of MOMENTS in their order."""
    return next((state for state, at in zip(STATES, moments, strict=True) if at), NOT_SENT)


def exchange_columns(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = rows.annotate(of_case=Coalesce("case__reference", "report__in_case__case__reference"))
    return found.values_list("begun_at", "id", "turn_since", "title", "other_name", "began_here", "turn", "of_case", *MOMENTS)


def exchange_rows(rows: Iterable[Sequence[Any]], reading: Reading, first: int = 1) -> list[ExchangeRow]:
    return [
        ExchangeRow(
            begun=short_day(begun),
            about=title,
            href=address(None, None, reading.listing, Key(begun, id), number),
            school=other,
            way="to" if began_here else "from",
            state=state_of(moments),
            is_ours=turn == Turn.US,
            since=short_day(turned) if turned else "",
            reference=case or "",
        )
        for number, (begun, id, turned, title, other, began_here, turn, case, *moments) in enumerate(rows, first)
    ]
