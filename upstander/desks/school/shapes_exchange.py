"""What the pages on other schools show: each matter with where it is, what crossed, and what can be said next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from markupsafe import Markup

from upstander.desks.frame.words import short_day
from upstander.desks.school.rows_exchanges import MOMENTS, state_of
from upstander.kernel.actor import Actor
from upstander.procedures.exchanging.write_to_school import may_be_said
from upstander.records.access.matrix import May, role_may
from upstander.records.access.models import Membership
from upstander.records.cases.models import Case, Involvement, Part
from upstander.records.disclosures.exchange import Crossing, CrossingKind, Exchange, Turn
from upstander.records.disclosures.from_outside import TAKEN_BY
from upstander.records.disclosures.referral_letter import letter_of
from upstander.records.disclosures.referring import from_draft, payload_of, referral_of
from upstander.records.disclosures.showing import as_html
from upstander.records.organisations.models import School

FOUND = 20
THEIRS = (Part.DISPLAYING, Part.TOOK_PART)
SAY = {
    CrossingKind.QUESTION: ("Ask them something", ""),
    CrossingKind.ANSWER: ("Answer, or tell them more", ""),
    CrossingKind.REMINDER: ("Remind them", "They are told that you wait for an answer."),
    CrossingKind.WITHDRAWN: ("Take the referral back", "If nobody there has accepted it, they cannot read it any more."),
    CrossingKind.REFUSED: ("Refuse it, with the reason", "They read the reason, and it ends here."),
    CrossingKind.OUTCOME: ("Tell them what came of it", "As far as they may know. It ends here."),
}
VERBS = {
    CrossingKind.REFERRAL: "referred",
    CrossingKind.OPENED: "opened it",
    CrossingKind.ACCEPTED: "accepted it",
    CrossingKind.REFUSED: "refused it",
    CrossingKind.QUESTION: "asked",
    CrossingKind.ANSWER: "wrote",
    CrossingKind.REMINDER: "reminded",
    CrossingKind.OUTCOME: "told the outcome",
    CrossingKind.WITHDRAWN: "took it back",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One matter, as the list of a case shows it."""

    id: UUID
    about: str
    school: str
    came: bool
    state: str
    kind: str
    since: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A child who is said to have had a part and goes to another school, and nothing about them has gone there."""

    person_id: UUID
    name: str
    school: str


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that crossed. `ours`: it went from here; `reached`: when the other side had it; `taken_by`: who wrote it down."""

    who: str
    verb: str
    at: datetime
    words: str
    ours: bool
    reached: datetime | None
    taken_by: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one matter is, and what this person can do about it. `referral` is as the other school reads it."""

    state: str
    kind: str
    turn: str
    may_act: bool
    may_accept: bool
    report_id: UUID | None
    referral: Markup | None
    seal: str
    said: tuple[Said, ...]
    say: tuple[tuple[str, str, str], ...]


def lines_of(actor: Actor, case: Case) -> list[Line]:
    """What went from this case, and what came in and is part of it now."""
    rows = Exchange.objects.visible_to(actor).filter(Q(case=case) | Q(report__in_case__case=case))
    return [
        Line(it.pk, it.title, it.other_name, not it.began_here, _state(it), _kind(it), short_day(it.sent_at or it.begun_at))
        for it in rows.order_by("-begun_at", "-id")
    ]


def proposed_of(actor: Actor, case: Case) -> list[Proposed]:
    """Children with a part in it who go to another school, and about whom nothing has been sent."""
    parts = Involvement.objects.visible_to(actor).current().filter(case=case, part__in=THEIRS, person__is_child=True)
    gone = Exchange.objects.visible_to(actor).sent().filter(case=case, withdrawn_at=None).values("pupil_id")
    named = parts.exclude(person__school_name="").exclude(person__in=gone).select_related("person")
    found = {part.person_id: Proposed(part.person_id, part.person.name, part.person.school_name) for part in named}
    return sorted(found.values(), key=lambda it: (it.name, str(it.person_id)))


def standing_of(exchange: Exchange, actor: Actor) -> Standing:
    """`exchange` must have come through `visible_to`."""
    may_act = role_may(actor.role, May.EXCHANGE)
    crossed = list(Crossing.objects.filter(exchange=exchange).order_by("at", "id"))
    sent = next((row for row in crossed if row.kind == CrossingKind.REFERRAL), None)
    readable = exchange.may_be_read and sent is not None
    return Standing(
        state=_state(exchange),
        kind=_kind(exchange),
        turn=_turn(exchange),
        may_act=may_act,
        may_accept=may_act and not exchange.began_here and not exchange.has_ended and exchange.accepted_at is None,
        report_id=exchange.report_id,
        referral=sheet_of(sent.payload["referral"]) if readable and sent else None,
        seal=sent.seal if readable and sent else "",
        said=tuple(_said(row, exchange) for row in crossed if exchange.may_be_read or row.kind == CrossingKind.WITHDRAWN),
        say=tuple((kind.value, *SAY[kind]) for kind in may_be_said(exchange)) if may_act else (),
    )


def preview_of(exchange: Exchange, sender: Membership, at: datetime) -> Markup:
    """What the other school would read if it were sent now."""
    shown = referral_of(exchange, from_draft(exchange.draft), sender=sender, at=at)
    return sheet_of(payload_of(exchange, shown)["referral"])


def sheet_of(referral: Mapping[str, Any]) -> Markup:
    return Markup(as_html(letter_of(referral)))  # noqa: S704  (escaped where it is made)


def _state(it: Exchange) -> str:
    return state_of(getattr(it, moment) for moment in MOMENTS)


def _kind(it: Exchange) -> str:
    if it.refused_at or it.withdrawn_at:
        return "danger" if it.refused_at else "plain"
    return "done" if it.outcome_at else "waiting"


def _turn(it: Exchange) -> str:
    if it.turn == Turn.US:
        return f"{it.other_name} waits for you."
    return f"You wait for {it.other_name}." if it.turn == Turn.THEM else ""


def _said(row: Crossing, exchange: Exchange) -> Said:
    kind = CrossingKind(row.kind)
    side = "Your school" if row.outgoing else exchange.other_name
    who = side if kind == CrossingKind.OPENED else row.said_by
    words = "" if kind == CrossingKind.REFERRAL else row.words
    taken: Mapping[str, str] = row.payload.get(TAKEN_BY, {})
    return Said(who, VERBS[kind], row.at, words, row.outgoing, row.delivered_at, taken.get("name", ""))


def schools_like(typed: str) -> list[tuple[School, str]]:
    """At most twenty schools of the register. A closed one stands for the open one that took its place, with its own name."""
    if not typed.strip():
        return []
    matching = School.objects.matching(typed).select_related("successor").order_by("-is_open", "name", "urn")[:FOUND]
    found: dict[int, tuple[School, str]] = {}
    for school in matching:
        now = school.now()
        if now is not None:
            found.setdefault(now.pk, (now, "" if now.pk == school.pk else school.name))
    return list(found.values())


def choices(found: Iterable[tuple[School, str]]) -> list[tuple[str, str, str]]:
    return [(str(it.pk), it.name, _where(it, was)) for it, was in found]


def _where(school: School, was: str) -> str:
    place = ", ".join(part for part in (school.town, school.postcode) if part)
    return f"{place}. It took the place of {was}, which is closed" if was else place
