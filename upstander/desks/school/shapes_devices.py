"""What the pages on devices show: each with why it was taken, every search, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from upstander.desks.frame.words import full_day, full_moment, plural
from upstander.kernel.actor import Actor
from upstander.kernel.clock import in_london
from upstander.records.cases.models import Case
from upstander.records.investigations.devices import GONE, Device, DeviceEvent, DeviceFate, DeviceSearch, Images

Part = TypeVar("Part", DeviceSearch, DeviceEvent)
DONE = {
    DeviceFate.TOLD: "Told: {}",
    DeviceFate.MOVED: "Kept somewhere else",
    DeviceFate.KEPT: "Kept for longer",
    DeviceFate.RETURNED: "Given back to {}",
    DeviceFate.POLICE: "Handed to the police: {}",
}


@dataclass(frozen=True, slots=True)
class SearchLine:
    when: str
    by: str
    authority: str
    witness: str
    looked_for: str
    found: str
    images: str
    images_suspected: bool
    images_words: str
    deleted_why: str


@dataclass(frozen=True, slots=True)
class EventLine:
    when: str
    title: str
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """`state` is where it is now, `told` whether parents know."""

    id: UUID
    what: str
    whose: str
    words: str
    taken: str
    witness: str
    ground: str
    why: str
    kept_where: str
    by: str
    state: str
    is_in_school: bool
    is_told: bool
    images_suspected: bool
    searches: tuple[SearchLine, ...]
    events: tuple[EventLine, ...]


def devices_of(actor: Actor, case: Case, at: datetime) -> list[DeviceLine]:
    """Those in school first, the longest there first. Three queries."""
    rows = Device.objects.visible_to(actor).filter(case=case).select_related("person", "recorded_by").order_by("taken_at", "id")
    searches = DeviceSearch.objects.visible_to(actor).filter(case=case).order_by("at", "id")
    events = DeviceEvent.objects.visible_to(actor).filter(case=case).select_related("recorded_by").order_by("recorded_at", "id")
    of_case = list(searches), list(events)
    lines = [_line(it, _of(it, of_case[0]), _of(it, of_case[1]), at) for it in rows]
    return sorted(lines, key=lambda line: not line.is_in_school)


def _of(device: Device, parts: Iterable[Part]) -> list[Part]:
    return [part for part in parts if part.device_id == device.pk]


def _line(it: Device, searches: Sequence[DeviceSearch], events: Sequence[DeviceEvent], at: datetime) -> DeviceLine:
    return DeviceLine(
        id=it.pk,
        what=it.get_kind_display(),
        whose=it.person.name,
        words=it.words,
        taken=f"{full_moment(it.taken_at)}, by {it.taken_by}",
        witness=it.witness,
        ground=it.get_ground_display(),
        why=it.why,
        kept_where=_place(it, events),
        by=f"{it.recorded_by.display_name}, {full_moment(it.recorded_at)}",
        state=_state(it, events, at),
        is_in_school=it.gone_at is None,
        is_told=any(event.fate == DeviceFate.TOLD for event in events),
        images_suspected=any(search.images != Images.NONE for search in searches),
        searches=tuple(_search(search) for search in searches),
        events=tuple(_event(event) for event in events),
    )


def _place(it: Device, events: Sequence[DeviceEvent]) -> str:
    moved = [event.words for event in events if event.fate == DeviceFate.MOVED]
    return moved[-1] if moved else it.kept_where


def _state(it: Device, events: Sequence[DeviceEvent], at: datetime) -> str:
    if it.gone_at is None:
        return days_in_school(it.taken_at, at)
    went = next(event for event in events if event.fate in GONE)
    return "Given back" if went.fate == DeviceFate.RETURNED else "With the police"


def days_in_school(taken_at: datetime, at: datetime) -> str:
    """In school since today, or for so many days."""
    days = (in_london(at).date() - in_london(taken_at).date()).days
    return f"In school for {plural(days, 'day')}" if days else "In school since today"


def _search(it: DeviceSearch) -> SearchLine:
    return SearchLine(
        when=full_moment(it.at),
        by=it.searched_by,
        authority=f"{it.authorised_by} ({it.get_authority_display()[0].lower()}{it.get_authority_display()[1:]})",
        witness=it.witness,
        looked_for=it.looked_for,
        found=it.found,
        images=it.get_images_display(),
        images_suspected=it.images != Images.NONE,
        images_words=it.images_words,
        deleted_why=it.deleted_why,
    )


def _event(it: DeviceEvent) -> EventLine:
    who = f"{it.who}, reference {it.reference}" if it.reference else it.who
    return EventLine(
        when=full_day(it.day),
        title=DONE[DeviceFate(it.fate)].format(who),
        words=it.words,
        by=f"written down by {it.recorded_by.display_name}, {full_moment(it.recorded_at)}",
    )
