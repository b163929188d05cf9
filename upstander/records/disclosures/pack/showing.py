"""Files, numbered; devices; and intimate images, which are described and never attached."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from upstander.records.disclosures.pack.dates import day, moment
from upstander.records.disclosures.pack.ground import Ground
from upstander.records.disclosures.pack.knowing import Device, Exhibit, Image, Thing
from upstander.records.disclosures.pack.values import NOT_KNOWN, known, listed, quoted
from upstander.records.evidence.models import Item
from upstander.records.investigations.devices import Device as DeviceRow
from upstander.records.investigations.devices import DeviceEvent, DeviceFate, DeviceSearch, Images

NEVER = "It is said that there is one. It is never attached, printed or copied."
SAID = {"yes": NEVER, "no": "None is known of"}


def images(ground: Ground) -> list[Thing]:
    kept = [item for item in ground.files if item.pk in ground.marked]
    return [
        Image(
            title="",
            child=known(SAID.get(ground.facts.get("intimate_image_of_child", ""), "")),
            adult=known(SAID.get(ground.facts.get("intimate_image_of_adult", ""), "")),
            words=quoted(*ground.in_words("images", "words")),
            who_has=ground.typed("image_who_has"),
            kind=ground.typed("image_kind"),
            files=known(f"{len(kept)}, kept encrypted and unopened, not in this pack. Ask the school.") if kept else NOT_KNOWN,
        )
    ]


def devices(ground: Ground) -> list[Thing]:
    searches: dict[Any, list[DeviceSearch]] = {}
    for search in DeviceSearch.objects.visible_to(ground.actor).filter(case=ground.case).order_by("at", "id"):
        searches.setdefault(search.device_id, []).append(search)
    moves: dict[Any, list[DeviceEvent]] = {}
    for event in DeviceEvent.objects.visible_to(ground.actor).filter(case=ground.case).order_by("recorded_at", "id"):
        moves.setdefault(event.device_id, []).append(event)
    rows = DeviceRow.objects.visible_to(ground.actor).filter(case=ground.case).select_related("person")
    return [_device(it, searches.get(it.pk, []), moves.get(it.pk, [])) for it in rows.order_by("taken_at", "id")]


def _device(it: DeviceRow, searches: Sequence[DeviceSearch], moves: Sequence[DeviceEvent]) -> Device:
    suspected = [search for search in searches if search.images != Images.NONE]
    return Device(
        title=f"{it.get_kind_display()}, {it.person.name}",
        whose=known(it.person.name),
        known_by=known(it.words),
        taken=known(f"{moment(it.taken_at)}, by {it.taken_by}. Witness: {it.witness}.", f"{it.get_ground_display()}. {it.why}"),
        kept=known(_where(it, moves)),
        searched=known(*(f"{moment(s.at)}, by {s.searched_by}, for: {s.looked_for} Found: {s.found}" for s in searches))
        if searches
        else known("Not searched by the school"),
        images=known(*(f"{s.get_images_display()}. {s.images_words}".strip() for s in suspected)),
        deleted=known(*(s.deleted_why for s in searches if s.deleted)),
    )


def _where(it: DeviceRow, moves: Sequence[DeviceEvent]) -> str:
    place = it.kept_where
    for move in moves:
        if move.fate == DeviceFate.MOVED:
            place = move.words
        elif move.fate == DeviceFate.RETURNED:
            place = f"Given back to {move.who}, {day(move.day)}"
        elif move.fate == DeviceFate.POLICE:
            place = f"With the police: {move.who}, reference {move.reference}, {day(move.day)}"
    return place


def chosen(ground: Ground, wanted: Collection[UUID]) -> list[Item]:
    """Of the files that somebody chose those that may be attached: of this case, there, and not marked as an intimate image."""
    return [item for item in ground.files if item.pk in wanted and item.pk not in ground.marked]


def exhibits(ground: Ground, attached: Sequence[Item]) -> list[Thing]:
    """Those attached, by their numbers; then each other file, with why it is not. The digest is that taken on receipt."""
    references = {report.pk: report.reference for report in ground.reports}
    with_it = {item.pk for item in attached}
    numbered = [_exhibit(item, f"Exhibit {number}", "Yes", references) for number, item in enumerate(attached, 1)]
    left = [_exhibit(it, "Not attached", _why(ground, it), references) for it in ground.files if it.pk not in with_it]
    return [*numbered, *left]


def _why(ground: Ground, item: Item) -> str:
    return "Never: it shows or may show an intimate image" if item.pk in ground.marked else "No. The school holds it; ask for it"


def _exhibit(item: Item, title: str, attached: str, references: dict[UUID, str]) -> Exhibit:
    is_marked = attached.startswith("Never")
    return Exhibit(
        title=title,
        name=NOT_KNOWN if is_marked else known(item.name),
        kind=known(item.media_type.partition(";")[0]),
        size=known(f"{item.size:,} bytes"),
        sha256=known(item.sha256),
        received=known(moment(item.received_at)),
        given_by=listed([f"Report {references[item.report_id]}"]),
        attached=known(attached),
    )
