"""Rows of the school desk's lists, each read in one query and made into what its template shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from upstander.desks.frame.words import due, short_day
from upstander.desks.school.duty_words import say
from upstander.desks.school.keysets import Key
from upstander.desks.school.listings import Listing
from upstander.desks.school.through import address
from upstander.desks.school.waits import Waits
from upstander.records.access.models import Membership
from upstander.records.cases.models import Family
from upstander.records.intake.models import Relation, Way

RELATIONS = dict(Relation.choices)
WAYS = dict(Way.choices)
BEGINNING = 90  # characters of what somebody said that a list shows


@dataclass(frozen=True, slots=True)
class DutyRow:
    id: UUID
    due: str
    is_overdue: bool
    what: str
    href: str
    reference: str
    came: str
    nobody_has_taken: bool
    who: str
    waited: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    received: str
    child: str
    href: str
    reference: str
    by: str
    came: str
    taken_by: str
    case: str


@dataclass(frozen=True, slots=True)
class CaseRow:
    opened: str
    title: str
    href: str
    reference: str
    state: str
    lead: str
    waited: str


@dataclass(frozen=True, slots=True)
class WaitingRow:
    waited: str
    child: str
    href: str
    reference: str
    title: str
    lead: str


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    by: str
    is_overdue: bool
    child: str
    href: str
    stage: str
    reference: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What every row of one page needs to know."""

    listing: Listing
    at: datetime
    me: Membership
    waits: Waits

    def who(self, id: object, name: str | None) -> str:
        return "You" if id == self.me.pk else name or "–"


def came(way: str | None, writer: str | None) -> str:
    """How a report came that staff wrote down; nothing for one that its maker sent."""
    return f"{WAYS[way]}, written down by {writer}" if way else ""


def waiting_since(case: str) -> Subquery:
    families = Family.objects.filter(case=OuterRef(case), told_at=None, not_told_at=None)
    return Subquery(families.order_by("waiting_since", "id").values("waiting_since")[:1])


def duty_columns(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    report = "assessment__report"
    return rows.values_list(
        "due_at", "id", "duty", "owner_id", "owner__display_name", "assessment__case__id", "assessment__case__reference",
        f"{report}_id", f"{report}__reference", f"{report}__child_name", f"{report}__received_at", f"{report}__taken_at",
        waiting_since("assessment__case__id"), "withdrawn_at", f"{report}__taken_down__way",
        f"{report}__taken_down__recorded_by__display_name",
    )  # fmt: skip


def duty_rows(rows: Iterable[Sequence[Any]], reading: Reading, first: int = 1) -> list[DutyRow]:
    made = []
    for number, row in enumerate(rows, first):
        due_at, id, duty, owner, owner_name, case, case_reference, report, report_reference, child, received, taken, *rest = row
        waiting, withdrawn, way, writer = rest
        made.append(
            DutyRow(
                id=id,
                due=f"Not since {due(withdrawn, reading.at)}" if withdrawn else due(due_at, reading.at),
                is_overdue=not withdrawn and due_at < reading.at,
                what=say(duty, child, reading.me.organisation.rulebook),
                href=address(case, report, reading.listing, Key(due_at, id), number),
                reference=case_reference or report_reference,
                came="" if case else came(way, writer),
                nobody_has_taken=taken is None,
                who=reading.who(owner, owner_name),
                waited=reading.waits.since(waiting if case else received),
            )
        )
    return made


def report_columns(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    return rows.values_list(
        "received_at", "id", "reference", "child_name", "relation", "taken_by_id", "taken_by__display_name",
        "in_case__case__reference", "taken_down__way", "taken_down__recorded_by__display_name",
    )  # fmt: skip


def report_rows(rows: Iterable[Sequence[Any]], reading: Reading, first: int = 1) -> list[ReportRow]:
    return [
        ReportRow(
            received=due(received, reading.at),
            child=child or "A child, not named",
            href=address(None, id, reading.listing, Key(received, id), number),
            reference=reference,
            by=RELATIONS.get(relation, ""),
            came=came(way, writer),
            taken_by=reading.who(taker, taker_name) if taker else "",
            case=case or "",
        )
        for number, (received, id, reference, child, relation, taker, taker_name, case, way, writer) in enumerate(rows, first)
    ]


def case_columns(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    return rows.values_list(
        "opened_at", "id", "reference", "title", "state", "lead_id", "lead__display_name", waiting_since("id")
    )


def case_rows(rows: Iterable[Sequence[Any]], reading: Reading, first: int = 1) -> list[CaseRow]:
    return [
        CaseRow(
            opened=short_day(opened),
            title=title,
            href=address(id, None, reading.listing, Key(opened, id), number),
            reference=reference,
            state=state,
            lead=reading.who(lead, lead_name),
            waited=reading.waits.since(waiting),
        )
        for number, (opened, id, reference, title, state, lead, lead_name, waiting) in enumerate(rows, first)
    ]


def waiting_columns(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    return rows.values_list(
        "waiting_since", "id", "child__name", "case_id", "case__reference", "case__title", "case__lead_id",
        "case__lead__display_name",
    )  # fmt: skip


def waiting_rows(rows: Iterable[Sequence[Any]], reading: Reading, first: int = 1) -> list[WaitingRow]:
    return [
        WaitingRow(
            waited=reading.waits.since(since),
            child=child,
            href=address(case, None, reading.listing, Key(since, id), number),
            reference=reference,
            title=title,
            lead=reading.who(lead, lead_name),
        )
        for number, (since, id, child, case, reference, title, lead, lead_name) in enumerate(rows, first)
    ]


def complaint_columns(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    return rows.values_list("answer_by", "id", "family__child__name", "stage_name", "case__reference")


def complaint_rows(rows: Iterable[Sequence[Any]], reading: Reading, first: int = 1) -> list[ComplaintRow]:
    return [
        ComplaintRow(
            by=due(by, reading.at),
            is_overdue=by < reading.at,
            child=child,
            href=address(None, None, reading.listing, Key(by, id), number),
            stage=stage,
            reference=reference,
        )
        for number, (by, id, child, stage, reference) in enumerate(rows, first)
    ]
