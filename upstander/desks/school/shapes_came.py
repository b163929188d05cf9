"""One thing that came in, as its page shows it: what it is, from whom, its words, and where something is done about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from upstander.desks.school.through import case_address, report_address
from upstander.records.disclosures.arrivals import Arrival, ArrivalKind
from upstander.records.disclosures.exchange import Crossing, CrossingKind
from upstander.records.disclosures.models import Complaint, Message
from upstander.records.evidence.models import Item
from upstander.records.intake.models import Addition
from upstander.records.investigations.models import CheckAnswer, Statement

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Thing:
    """`said` are its words under what they answer; `acts` and `hangs_on` are words with the address of a page."""

    title: str
    kind: str
    came_at: datetime
    by: str
    said: tuple[tuple[str, str], ...]
    acts: Place
    hangs_on: Place


def thing_of(arrival: Arrival) -> Thing:
    """`arrival` must have come through `visible_to`: whoever may see it may read what came."""
    kind = ArrivalKind(arrival.kind)
    by = (
        who_says(arrival.said_by, arrival.report.reporter_name, arrival.report.get_relation_display())
        if arrival.report
        else (arrival.said_by)
    )
    title, said = SAID[kind](arrival.pk, by)
    return Thing(title, kind.label, arrival.at, by, said, _acts(arrival), _hangs_on(arrival))


def who_says(said_by: str, reporter_name: str | None, relation: str) -> str:
    return said_by or reporter_name or relation


def _message(id: UUID, by: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    return f"A message from {by}", (("", Message.objects.values_list("words", flat=True).get(pk=id)),)


def _addition(id: UUID, by: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    return f"{by} has added to the report", (("", Addition.objects.values_list("words", flat=True).get(pk=id)),)


def _files(id: UUID, by: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    first = Item.objects.get(pk=id)
    together = Item.objects.filter(report_id=first.report_id, received_at=first.received_at).order_by("position", "id")
    names = "\n".join(together.present().values_list("name", flat=True))
    return f"{by} has added files", (("Files", names or "They have been taken back since."),)


def _statement(id: UUID, by: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    question, words = Statement.objects.values_list("question", "words").get(pk=id)
    return f"A statement from {by}", (("What they were asked", question), ("In their own words", words))


def _check(id: UUID, by: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    answer = CheckAnswer.objects.get(pk=id)
    said = [("Has it stopped?", answer.get_stopped_display()), ("Is the child safe?", answer.get_safe_display())]
    return f"Has it stopped? {by[:1].upper()}{by[1:]} has answered", (*said, *([("", answer.words)] if answer.words else []))


def _complaint(id: UUID, by: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    words = Complaint.objects.values_list("words", flat=True).get(pk=id)
    return f"{by} does not agree", (("", words or "They gave no reasons, and need not."),)


def _crossing(id: UUID, by: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    crossing = Crossing.objects.select_related("exchange").get(pk=id)
    if not crossing.exchange.may_be_read and crossing.kind != CrossingKind.WITHDRAWN:
        return f"{crossing.get_kind_display()} from {by}", (("", "They took it back before anybody here accepted it."),)
    return f"{crossing.get_kind_display()} from {by}", (("", crossing.words or "No words."),)


SAID: dict[ArrivalKind, Callable[[UUID, str], tuple[str, tuple[tuple[str, str], ...]]]] = {
    ArrivalKind.MESSAGE: _message,
    ArrivalKind.ADDITION: _addition,
    ArrivalKind.FILES: _files,
    ArrivalKind.STATEMENT: _statement,
    ArrivalKind.CHECK: _check,
    ArrivalKind.COMPLAINT: _complaint,
    ArrivalKind.EXCHANGE: _crossing,
}
OF_CASE = {
    ArrivalKind.STATEMENT: ("All statements of the case", "school:case_statements"),
    ArrivalKind.CHECK: ("What follows from it", "school:case_checks"),
}


def _acts(arrival: Arrival) -> Place:
    kind = ArrivalKind(arrival.kind)
    if kind in OF_CASE:
        words, page = OF_CASE[kind]
        return words, reverse(page, args=[arrival.case_id])
    if kind == ArrivalKind.COMPLAINT:
        return "Answer it", reverse("school:complaint", args=[arrival.pk])
    if kind == ArrivalKind.EXCHANGE:
        return "The whole of it, and to answer", reverse("school:exchange", args=[_exchange_of(arrival)])
    if kind == ArrivalKind.MESSAGE:
        return "Answer it", reverse("school:report_messages", args=[arrival.report_id])
    return "The whole report", report_address(arrival.report_id)


def _exchange_of(arrival: Arrival) -> UUID:
    return arrival.exchange_id or Crossing.objects.values_list("exchange_id", flat=True).get(pk=arrival.pk)


def _hangs_on(arrival: Arrival) -> Place:
    report = arrival.report
    case = arrival.case or (report.in_case.case if report is not None and hasattr(report, "in_case") else None)
    if case is not None:
        return f"{case.reference} {case.title}", case_address(case.pk)
    if arrival.exchange_id:
        return "Not accepted yet", reverse("school:exchange", args=[arrival.exchange_id])
    assert report is not None, "an arrival hangs on a case or on a report"
    return report.reference, report_address(report.pk)
