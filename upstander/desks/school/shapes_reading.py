"""The files of a policy, what was found in each, and what people decided, as the pages show them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from upstander.desks.frame.addresses import address
from upstander.desks.frame.words import clock, full_day, plural
from upstander.desks.school.keysets import Key, Order, cut, read_key
from upstander.desks.school.shapes_evidence import size_of
from upstander.kernel.actor import Actor
from upstander.procedures.policy_reading.read_again import takes_too_long
from upstander.records.policies.reading import Answer, Found, PolicyDecision, Proposal, Reading

NEWEST = Order("brought_at", newest_first=True)
KINDS = {"pdf": "PDF", "docx": "Word document", "html": "Web page", "txt": "Text"}
TAGS: Mapping[str, str] = {Answer.MET: "done", Answer.PARTLY: "waiting", Answer.NOT_MET: "danger"}
FOUND_TAGS: Mapping[str, str] = {**dict.fromkeys(Found.values, "plain"), Found.CONTRADICTED: "danger"}  # only people judge


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file and where its reading stands. `trouble` says why nothing could be read in it."""

    id: UUID
    name: str
    about: str
    brought: str
    read: str
    sha256: str
    notes: Sequence[str]
    is_waiting: bool
    is_stuck: bool
    trouble: str
    decided: int
    total: int

    @property
    def progress(self) -> str:
        return f"{self.decided} of {self.total} decided"

    @property
    def is_decided(self) -> bool:
        return self.decided == self.total > 0


def day_and_time(at: datetime) -> str:
    """3 November 2026, 16:02"""
    return f"{full_day(at)}, {clock(at)}"


@dataclass(frozen=True, slots=True)
class Files:
    """One page of the list, the newest first. `newer` and `older` are where it goes on, or nothing."""

    files: Sequence[File]
    newer: str
    older: str


def files_of(actor: Actor, at: datetime, *, after: str = "", before: str = "") -> Files:
    """Shapes: `after` and `before` are keys of a row, as `newer` and `older` give them."""
    rows = Reading.objects.visible_to(actor).select_related("brought_by").defer("wrapped_key")
    page = cut(rows, NEWEST, after=read_key(after), before=read_key(before))
    counts = _counted(actor, [it.pk for it in page.rows])
    files = [file_of(it, at, decided=counts.get(it.pk, (0, 0))[0], total=counts.get(it.pk, (0, 0))[1]) for it in page.rows]
    there = page.rows[0] if page.rows and page.has_newer else None
    on = page.rows[-1] if page.rows and page.has_older else None
    return Files(files, _further("before", there), _further("after", on))


def _counted(actor: Actor, readings: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """For each file, how many statements are decided, and how many there are."""
    rows = Proposal.objects.visible_to(actor).filter(reading__in=readings).values("reading_id")
    decided = Count("pk", filter=Q(decisions__isnull=False), distinct=True)
    return {
        row["reading_id"]: (row["decided"], row["total"])
        for row in rows.annotate(total=Count("pk", distinct=True), decided=decided)
    }


def _further(way: str, reading: Reading | None) -> str:
    return f"{address('school:policy_readings')}?{way}={Key(reading.brought_at, reading.pk)}" if reading else ""


def file_of(reading: Reading, at: datetime, *, decided: int, total: int) -> File:
    pages = [plural(reading.pages, "page")] if reading.pages else []
    return File(
        id=reading.pk,
        name=reading.name,
        about=", ".join([KINDS[reading.ending], *pages, size_of(reading.size)]),
        brought=f"{reading.brought_by.display_name}, {day_and_time(reading.brought_at)}",
        read=day_and_time(reading.read_at) if reading.read_at else "",
        sha256=reading.sha256,
        notes=reading.notes or [],
        is_waiting=reading.is_waiting,
        is_stuck=takes_too_long(reading, at),
        trouble=reading.trouble or "",
        decided=decided,
        total=total,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What somebody decided, and when."""

    id: UUID
    answer: str
    kind: str
    words: str
    place: str
    note: str
    by: str
    on: str


def decided(decision: PolicyDecision) -> Decided:
    return Decided(
        id=decision.pk,
        answer=Answer(decision.answer).label,
        kind=TAGS[decision.answer],
        words=decision.words,
        place=place(decision.page, decision.heading) + (" (quoted by hand)" if decision.is_by_hand else ""),
        note=decision.note,
        by=decision.decided_by.display_name,
        on=full_day(decision.decided_at),
    )


def place(page: int | None, heading: str) -> str:
    """Page 2, under “Outside school”"""
    named = ", ".join(filter(None, (f"page {page}" if page else "", f"under “{heading}”" if heading else "")))
    return named[:1].upper() + named[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One statement of a file: what was found, and what was decided, if it was."""

    id: str
    title: str
    is_required: bool
    found: str
    found_kind: str
    is_offered: bool
    decided: Decided | None


def lines_of(actor: Actor, reading: Reading) -> list[Line]:
    """In the order of the requirements."""
    rows = Proposal.objects.visible_to(actor).filter(reading=reading).order_by("position")
    proposals = list(rows.defer("says", "sources", "passages", "against", "lacking"))
    standing = decisions_of(actor, reading)
    before = [it.same_as_id for it in proposals if it.same_as_id and it.pk not in standing]
    offered = PolicyDecision.objects.visible_to(actor).still_standing(before)
    return [_line(it, standing.get(it.pk), it.same_as_id in offered) for it in proposals]


def decisions_of(actor: Actor, reading: Reading) -> dict[UUID, PolicyDecision]:
    """The one that stands on each statement."""
    standing = PolicyDecision.objects.visible_to(actor).filter(proposal__reading=reading).standing()
    return {it.proposal_id: it for it in standing.select_related("decided_by")}


def _line(proposal: Proposal, decision: PolicyDecision | None, is_offered: bool) -> Line:
    return Line(
        id=proposal.statement,
        title=proposal.title,
        is_required=proposal.is_required,
        found=Found(proposal.found).label,
        found_kind=FOUND_TAGS[proposal.found],
        is_offered=is_offered,
        decided=decided(decision) if decision else None,
    )


def still_to_decide(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.decided is None]


def next_to_decide(reading_id: UUID, lines: Sequence[Line], after: str = "") -> str:
    """The address of the first one to decide after this one, or else of the first at all; nothing when all are decided."""
    places = [line.id for line in lines]
    start = places.index(after) + 1 if after in places else 0
    waiting = still_to_decide([*lines[start:], *lines[:start]])
    return address("school:policy_statement", reading_id, waiting[0].id) if waiting else ""


def in_numbers(lines: Sequence[Line]) -> str:
    """12 met, 3 partly met, 1 not met, 3 still to be decided"""
    given = [line.decided.answer if line.decided else "" for line in lines]
    counts = [(given.count(answer.label), answer.label.lower()) for answer in Answer]
    return ", ".join(f"{count} {words}" for count, words in [*counts, (given.count(""), "still to be decided")] if count)


COUNTED = {
    Found.MADE: "found",
    Found.PARTLY: "found in part",
    Found.REFERRED: "only pointed to elsewhere",
    Found.CONTRADICTED: "with the opposite said",
    Found.NOT_FOUND: "that it could not find",
}


def found_in_numbers(lines: Sequence[Line]) -> str:
    """9 found, 4 found in part, 6 that it could not find"""
    found = [line.found for line in lines]
    return ", ".join(f"{found.count(state.label)} {words}" for state, words in COUNTED.items() if state.label in found)
