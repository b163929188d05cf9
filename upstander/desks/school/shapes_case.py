"""What the pages of a case show: its head, who is in it, what it rests on, and where each family stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from upstander.desks.frame.words import full_day, short_day
from upstander.kernel.actor import Actor
from upstander.records.access.matrix import May, role_may
from upstander.records.cases.models import Case, CaseReport, CaseState, Involvement, Part
from upstander.records.investigations.models import Finding, Outcome

FOUND = {
    Outcome.BULLYING: "bullying",
    Outcome.NOT_BULLYING: "a falling-out, not bullying",
    Outcome.NOT_ESTABLISHED: "not established",
}


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the top of each page of a case."""

    id: UUID
    reference: str
    title: str
    opened: str
    state: str
    state_kind: str
    is_open: bool
    lead: str
    closed: str
    closing_words: str


@dataclass(frozen=True, slots=True)
class PersonLine:
    name: str
    detail: str
    part: str
    since: str
    reason: str
    ended: str
    href: str


@dataclass(frozen=True, slots=True)
class ReportLine:
    id: UUID
    reference: str
    from_whom: str
    about: str
    received: str
    href: str


@dataclass(frozen=True, slots=True)
class Abilities:
    """What this person may do here: pages offer nothing that would be refused."""

    people: bool
    note: bool
    write: bool
    find: bool
    measure: bool
    letter: bool
    not_tell: bool
    close: bool
    share: bool
    do: bool


def head_of(case: Case, finding: Finding | None) -> Head:
    state, kind = _state(case, finding)
    closed = f"{case.closed_by.display_name}, {full_day(case.closed_at)}" if case.closed_at and case.closed_by else ""
    return Head(
        id=case.pk,
        reference=case.reference,
        title=case.title,
        opened=full_day(case.opened_at),
        state=state,
        state_kind=kind,
        is_open=case.state != CaseState.CLOSED,
        lead=case.lead.display_name,
        closed=closed,
        closing_words=case.closing_words,
    )


def _state(case: Case, finding: Finding | None) -> tuple[str, str]:
    if case.state == CaseState.CLOSED:
        return "Closed", "done"
    if finding is None:
        return "Being looked into", "waiting"
    return f"Looked into: {FOUND[Outcome(finding.outcome)]}", "plain"


def standing_finding(actor: Actor, case: Case) -> Finding | None:
    findings = Finding.objects.visible_to(actor).filter(case=case, superseded_at=None)
    return findings.select_related("decided_by").first()


def people_of(actor: Actor, case: Case) -> list[PersonLine]:
    """Those who have a part now, then those who had one; targeted children first."""
    rows = Involvement.objects.visible_to(actor).filter(case=case).select_related("person").order_by("since", "id")
    ranks = {part: rank for rank, part in enumerate(Part.values)}
    return [_person(it) for it in sorted(rows, key=lambda it: (it.until is not None, ranks[it.part]))]


def _person(it: Involvement) -> PersonLine:
    detail = [it.person.year_group, it.person.school_name, "" if it.person.is_child else "adult"]
    return PersonLine(
        name=it.person.name,
        detail=", ".join(filter(None, detail)),
        part=it.get_part_display(),
        since=short_day(it.since),
        reason=it.reason,
        ended=f"until {short_day(it.until)}: {it.ended_because}" if it.until else "",
        href="" if it.until else reverse("school:case_part", args=[it.case_id, it.pk]),
    )


def reports_of(actor: Actor, case: Case) -> list[ReportLine]:
    rows = CaseReport.objects.visible_to(actor).filter(case=case).select_related("report").order_by("joined_at", "id")
    return [
        ReportLine(
            id=row.report_id,
            reference=row.report.reference,
            from_whom=row.report.get_relation_display(),
            about=row.report.child_name,
            received=short_day(row.report.received_at),
            href=f"{reverse('school:reports')}{row.report_id}/",
        )
        for row in rows
    ]


def abilities_of(actor: Actor, case: Case) -> Abilities:
    """A closed case can be read, noted and written about, and nothing else."""
    is_open = case.state != CaseState.CLOSED

    def may(permission: May, *, when_closed: bool = False) -> bool:
        return role_may(actor.role, permission) and (is_open or when_closed)

    return Abilities(
        people=may(May.NAME_PEOPLE),
        note=may(May.WRITE_NOTE, when_closed=True),
        write=may(May.WRITE_TO_FAMILY, when_closed=True),
        find=may(May.RECORD_FINDING),
        measure=may(May.RECORD_MEASURE),
        letter=may(May.COMPOSE_LETTER),
        not_tell=may(May.DECIDE_NOT_TO_TELL),
        close=may(May.CLOSE_CASE),
        share=may(May.SHARE_CASE, when_closed=True),
        do=may(May.DO_DUTY, when_closed=True),
    )


def children_in(people: Iterable[Involvement]) -> Mapping[UUID, str]:
    """Each child once, with all the parts they have."""
    parts: dict[UUID, list[Involvement]] = {}
    for it in people:
        parts.setdefault(it.person_id, []).append(it)
    return {
        person: f"{its[0].person.name} ({', '.join(it.get_part_display().lower() for it in its)})"
        for person, its in parts.items()
    }
