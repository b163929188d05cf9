"""What the page of statements shows: whose words, when and where, and apart from them what staff make of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from upstander.desks.frame.words import full_moment
from upstander.kernel.actor import Actor
from upstander.records.cases.models import Case
from upstander.records.disclosures.casefile import CaseFile, PersonInCase
from upstander.records.investigations.enquiries import ReadBack, Statement, StatementLink


@dataclass(frozen=True, slots=True)
class StatementLine:
    """`corrects` says when what it corrects was said; `opinion` is by `by`, never by the person."""

    id: UUID
    person: str
    when: str
    where: str
    by: str
    read_back: str
    question: str
    words: str
    opinion: str
    corrects: str


@dataclass(frozen=True, slots=True)
class LinkLine:
    id: UUID
    person: str
    question: str
    state: str
    can_be_withdrawn: bool


def statements_of(actor: Actor, case: Case) -> list[StatementLine]:
    """Newest first; a correction and what it corrects both."""
    rows = Statement.objects.visible_to(actor).filter(case=case).select_related("person", "taken_by", "corrects")
    return [_line(it) for it in rows.order_by("-said_at", "-id")]


def _line(it: Statement) -> StatementLine:
    where = [it.place, f"present: {it.present}" if it.present else ""]
    return StatementLine(
        id=it.pk,
        person=it.person.name,
        when=full_moment(it.said_at),
        where=", ".join(filter(None, where)),
        by=it.taken_by.display_name if it.taken_by else "",
        read_back=ReadBack(it.read_back).label if it.read_back else "Written by themselves, with a one-time link",
        question=it.question,
        words=it.words,
        opinion=it.opinion,
        corrects=full_moment(it.corrects.said_at) if it.corrects else "",
    )


def links_of(actor: Actor, case: Case, at: datetime) -> list[LinkLine]:
    rows = (
        StatementLink.objects.visible_to(actor)
        .filter(case=case, used_at=None)
        .select_related("person")
        .order_by("-made_at", "-id")
    )
    return [LinkLine(it.pk, it.person.name, it.question, _state(it, at), _is_open(it, at)) for it in rows]


def _state(it: StatementLink, at: datetime) -> str:
    if it.withdrawn_at:
        return f"withdrawn, {full_moment(it.withdrawn_at)}"
    return f"open until {full_moment(it.expires_at)}" if it.expires_at > at else "ran out without an answer"


def _is_open(it: StatementLink, at: datetime) -> bool:
    return it.withdrawn_at is None and it.expires_at > at


def people_to_ask(file: CaseFile) -> list[tuple[str, str]]:
    """Everybody who has a part now, once, as choices."""
    people: dict[UUID, PersonInCase] = {it.person: it for it in file.people if it.until is None}
    return [(str(id), f"{it.name}{'' if it.is_child else ' (adult)'}") for id, it in people.items()]
