"""What the pages of a case show: its head, who is in it, what it rests on, and where each family stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from upstander.desks.frame.addresses import address
from upstander.desks.frame.words import due, full_day, short_day
from upstander.kernel.actor import Actor
from upstander.records.access.matrix import May, role_may
from upstander.records.cases.models import Case, CaseState, Part
from upstander.records.disclosures.casefile import CaseFile, Found, PersonInCase
from upstander.records.intake.models import Relation
from upstander.records.investigations.checks import Stopped
from upstander.records.investigations.enquiries import StepKind
from upstander.records.investigations.models import Outcome

RANKS = {part: rank for rank, part in enumerate(Part)}
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
    everywhere: str


@dataclass(frozen=True, slots=True)
class ReportLine:
    id: UUID
    reference: str
    from_whom: str
    about: str
    received: str
    href: str


@dataclass(frozen=True, slots=True)
class After:
    """`again` is whether somebody said that it has not stopped, and nobody yet what came of it."""

    again: bool
    said: str


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
    look_again: bool
    close: bool
    share: bool
    do: bool
    check: bool
    plan: bool
    incidents: bool
    statements: bool
    devices: bool
    staff_support: bool
    police: bool
    schools: bool
    exchange: bool
    reopen: bool
    stop_clock: bool


def head_of(case: Case, found: Found | None) -> Head:
    state, kind = _state(case, found)
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


def _state(case: Case, found: Found | None) -> tuple[str, str]:
    if case.state == CaseState.CLOSED:
        return "Closed", "done"
    if case.state == CaseState.OPEN and found:
        return "Open again: being looked into", "danger"
    return (f"Looked into: {FOUND[found.outcome]}", "plain") if found else ("Being looked into", "waiting")


def people_of(case: Case, file: CaseFile) -> list[PersonLine]:
    """Those who have a part now, then those who had one; targeted children first."""
    page = address("school:case_people", case.pk)
    return [_person(it, page) for it in sorted(file.people, key=lambda it: (it.until is not None, RANKS[it.part]))]


def _person(it: PersonInCase, page: str) -> PersonLine:
    detail = [it.year_group, it.school_name, "" if it.is_child else "adult"]
    return PersonLine(
        name=it.name,
        detail=", ".join(filter(None, detail)),
        part=it.part.label,
        since=short_day(it.since),
        reason=it.reason,
        ended=f"until {short_day(it.until)}: {it.ended_because}" if it.until else "",
        href="" if it.until else f"{page}{it.involvement}/",
        everywhere=address("school:person", it.person),
    )


def reports_of(file: CaseFile) -> list[ReportLine]:
    page = address("school:reports")
    return [
        ReportLine(
            id=it.id,
            reference=it.reference,
            from_whom=Relation(it.relation).label,
            about=it.child_name,
            received=short_day(it.received_at),
            href=f"{page}{it.id}/",
        )
        for it in file.reports
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
        look_again=may(May.DECIDE_NOT_TO_TELL, when_closed=True),
        close=may(May.CLOSE_CASE),
        share=may(May.SHARE_CASE, when_closed=True),
        do=may(May.DO_DUTY, when_closed=True),
        plan=role_may(actor.role, May.PLAN),
        incidents=role_may(actor.role, May.WRITE_INCIDENT),
        statements=role_may(actor.role, May.TAKE_STATEMENT),
        devices=role_may(actor.role, May.RECORD_DEVICE),
        staff_support=role_may(actor.role, May.SUPPORT_STAFF),
        police=role_may(actor.role, May.TELL_POLICE),
        schools=role_may(actor.role, May.READ_EXCHANGE),
        exchange=may(May.EXCHANGE),
        check=may(May.CHECK_STOPPED, when_closed=True),
        reopen=not is_open and may(May.REOPEN_CASE, when_closed=True),
        stop_clock=may(May.STOP_CLOCK),
    )


def after_of(file: CaseFile) -> After | None:
    """One line on whether it has stopped; nothing before there is a date to ask."""
    it = file.afterwards
    said = [f"{Stopped(it.stopped).label} ({short_day(it.answered_at)})" if it.answered_at else ""]
    said += [f"asked by {short_day(it.next_due_at)}" if it.next_due_at else ""]
    words = "; ".join(filter(None, said))
    return After(it.again, words) if words or it.again else None


def plan_of(file: CaseFile, at: datetime) -> list[str]:
    """The open steps, one line each."""
    return [f"{StepKind(it.kind).label}: {it.words} ({it.owner}, by {due(it.due_at, at)})" for it in file.steps]


def police_in(file: CaseFile) -> str:
    """One line on what the police gave back, or nothing before anybody spoke with them."""
    if file.police is None:
        return ""
    it = file.police
    said = [it.reference or "no reference yet", it.officer, f"last spoken with {short_day(it.at)}"]
    said += [f"next update {short_day(it.next_update_on)}" if it.next_update_on else ""]
    return ", ".join(filter(None, said))


def children_in(file: CaseFile) -> list[tuple[str, str]]:
    """Each child who has a part now, once, with all their parts, as choices."""
    parts: dict[UUID, list[PersonInCase]] = {}
    for it in file.people:
        if it.is_child and it.until is None:
            parts.setdefault(it.person, []).append(it)
    return [(str(id), f"{its[0].name} ({', '.join(it.part.label.lower() for it in its)})") for id, its in parts.items()]
