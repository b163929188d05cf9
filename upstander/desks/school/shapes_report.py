"""What the page of one report shows: what was said, how its maker can safely be reached, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from upstander.desks.frame.words import due, full_moment, named_day
from upstander.desks.school.duty_words import say
from upstander.kernel.actor import Actor
from upstander.procedures.triage.finish_duty import SHOWN_BY_THE_RECORD
from upstander.records.assessments.duties import Doable, duties_of
from upstander.records.assessments.models import Assessment
from upstander.records.evidence.models import Item, ItemState
from upstander.records.intake.coming_back import can_come_back
from upstander.records.intake.models import Addition, Report, TakenDown
from upstander.records.intake.saying import Said, Section, in_words

STATES = {
    ItemState.CHECKING: "being checked",
    ItemState.KEPT: "",
    ItemState.UNREADABLE: "kept as it came; it cannot be shown here",
}
KB = 1024


@dataclass(frozen=True, slots=True)
class ToDo:
    id: UUID
    due: str
    is_overdue: bool
    what: str
    who: str
    is_mine: bool
    done_by_itself: str
    done: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    relation: str
    email: str
    phone: str
    safe_way: str
    must_not_know: str
    who_must_not: str


@dataclass(frozen=True, slots=True)
class Came:
    """How and when it came; `written_down` says who wrote it down and when, where its maker did not send it."""

    how: str
    when: str
    written_down: str
    can_come_back: bool


@dataclass(frozen=True, slots=True)
class File:
    name: str
    kind: str
    size: str
    state: str
    href: str


@dataclass(frozen=True, slots=True)
class Group:
    """Answers that belong together: one person, one account."""

    title: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Words:
    words: str
    groups: tuple[tuple[str, tuple[Group, ...]], ...]
    additions: tuple[Addition, ...]


def words_of(report: Report) -> Words:
    """The report as it was said: the story first, then each page's answers, without the contact that has its own place."""
    sections = {section.question: section for section in in_words(report.answers)}
    story = " ".join(said.words for said in sections["words"].said) if "words" in sections else ""
    rest = [s for s in sections.values() if s.question not in ("words", "reporter", "school") and s.said]
    return Words(story, tuple((s.short, tuple(_groups(s))) for s in rest), tuple(report.additions.order_by("at", "id")))


def _groups(section: Section) -> Iterable[Group]:
    titles = dict.fromkeys(said.group for said in section.said)
    return (Group(title, tuple(said for said in section.said if said.group == title)) for title in titles)


def contact_of(report: Report) -> Contact:
    who: Mapping[str, Any] = report.answers.get("reporter") or {}
    return Contact(
        name=report.reporter_name or "Did not give a name",
        relation=report.get_relation_display(),
        email=report.reporter_email,
        phone=report.reporter_phone,
        safe_way=report.safe_way,
        must_not_know=who.get("unsafe", ""),
        who_must_not=who.get("who_not", ""),
    )


def came_of(report: Report) -> Came:
    if not hasattr(report, "taken_down"):
        return Came("came in", full_moment(report.received_at), "", True)
    found: TakenDown = report.taken_down
    when = full_moment(found.said_at) if found.is_time_known else f"on {named_day(found.said_at)}"
    paper = f" on paper by {found.written_by}, {full_moment(found.written_at)}, and copied" if found.written_at else ""
    words = f"Written down{paper} by {found.recorded_by.display_name} at {full_moment(found.recorded_at)}."
    return Came(f"said {found.get_way_display().lower()}", when, words, can_come_back(report))


def files_of(actor: Actor, report: Report) -> list[File]:
    items = Item.objects.visible_to(actor).present().filter(report_id=report.pk).order_by("position", "id")
    return [
        File(
            name=item.name,
            kind=item.media_type,
            size=f"{item.size / KB / KB:.1f} MB" if item.size > KB * KB else f"{max(1, item.size // KB)} kB",
            state=STATES[ItemState(item.state)],
            href=f"{reverse('school:today')}evidence/{item.pk}/",
        )
        for item in items
    ]


def to_do(assessment: Assessment, report: Report, me: UUID, rulebook: str, at: datetime) -> tuple[list[ToDo], list[ToDo]]:
    """What is open, soonest first, and what is done or withdrawn, newest first. Duties of the school only."""
    return open_and_past(duties_of(assessment), Doing(report.child_name, me, rulebook, at))


@dataclass(frozen=True, slots=True)
class Doing:
    """Who looks at duties, when, and about which child. `places` maps a duty to the address of the page where it is done."""

    child: str
    me: UUID
    rulebook: str
    at: datetime
    places: Mapping[str, str] = field(default_factory=dict)


def open_and_past(duties: Sequence[Doable], doing: Doing) -> tuple[list[ToDo], list[ToDo]]:
    over = sorted((duty for duty in duties if duty.ended_at), key=_ended, reverse=True)
    return [_to_do(duty, doing) for duty in duties if not duty.ended_at], [_to_do(duty, doing) for duty in over]


def _ended(duty: Doable) -> datetime:
    return duty.ended_at or duty.raised_at


def _to_do(duty: Doable, doing: Doing) -> ToDo:
    done = f"Done by {duty.done_by}" if duty.done_at else f"Not needed: {duty.withdrawn_because}" if duty.withdrawn_at else ""
    return ToDo(
        id=duty.id,
        due=due(_ended(duty), doing.at) if done else due(duty.due_at, doing.at),
        is_overdue=not done and duty.due_at < doing.at,
        what=say(duty.duty, doing.child, doing.rulebook),
        who="You" if duty.owner_id == doing.me else duty.owner,
        is_mine=duty.owner_id == doing.me,
        done_by_itself=SHOWN_BY_THE_RECORD.get(duty.duty, ""),
        done=f"{done}. {duty.done_note}".rstrip(". ") + "." if done else "",
        href="" if done else doing.places.get(duty.duty, ""),
    )
