"""What the pages on the police show: what was told them and what they gave back, and each pack with how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from upstander.desks.frame.words import full_day, full_moment
from upstander.desks.school.shapes_evidence import File, file_of, size_of
from upstander.kernel.actor import Actor
from upstander.records.cases.models import Case, Involvement, Part
from upstander.records.disclosures.pack.asking import OF_A_PERSON, OF_A_TARGETED_CHILD, Question
from upstander.records.disclosures.packs import PackStep, PolicePack
from upstander.records.evidence.models import Item, Marking
from upstander.records.intake.models import Report
from upstander.records.investigations.police import PoliceReport

FAR = {
    "put together": "Waiting for the worker.",
    "telephone sheet": "The telephone sheet is being set.",
    "pictures": "Pictures are being made smaller.",
    "document": "The document is being set.",
    "files": "The files are being put into the ZIP.",
}
STEPS = tuple(FAR)
TAKEN = {"pdf": "the document", "sheet": "the telephone sheet", "json": "the JSON", "zip": "the ZIP"}
STUCK_AFTER = 300  # seconds


@dataclass(frozen=True, slots=True)
class ToldLine:
    title: str
    by: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PackLine:
    id: UUID
    when: str
    by: str
    state: str
    kind: str
    exhibits: int
    missing: int


@dataclass(frozen=True, slots=True)
class Far:
    """How far the making is. Units: `done` of `total` in hundredths of the whole."""

    words: str
    done: int
    total: int
    is_stuck: bool


@dataclass(frozen=True, slots=True)
class PackPage:
    line: PackLine
    is_waiting: bool
    is_made: bool
    trouble: str
    far: Far
    zip_size: str
    digests: tuple[tuple[str, str], ...]
    taken: tuple[str, ...]
    missing: tuple[str, ...]
    sections: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class AboutPerson:
    id: UUID
    name: str
    part: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class FileChoice:
    file: File
    is_marked: bool


def told_of(actor: Actor, case: Case) -> list[ToldLine]:
    rows = PoliceReport.objects.visible_to(actor).filter(case=case).select_related("recorded_by").newest_first()
    return [_told(it) for it in rows]


def _told(it: PoliceReport) -> ToldLine:
    rows = (
        ("Crime reference", it.crime_reference),
        ("Log reference", it.log_reference),
        ("Force", it.force),
        ("Officer", it.officer),
        ("How to reach them", it.reach),
        ("Next update", full_day(it.next_update_on) if it.next_update_on else ""),
        ("What they do", it.get_looks_into_display()),
        ("What they said", it.words),
    )
    return ToldLine(
        title=f"{it.get_how_display()}, {full_moment(it.at)}",
        by=f"{it.who}; written down by {it.recorded_by.display_name}, {full_moment(it.recorded_at)}",
        rows=tuple(row for row in rows if row[1]),
    )


def packs_of(actor: Actor, case: Case) -> list[PackLine]:
    rows = PolicePack.objects.visible_to(actor).filter(case=case).select_related("put_together_by").newest_first()
    return [line_of(it) for it in rows.defer("asked")]


def line_of(it: PolicePack) -> PackLine:
    state, kind = ("Made", "done") if it.is_made else ("Could not be made", "danger") if it.trouble else ("Being made", "waiting")
    return PackLine(
        id=it.pk,
        when=full_moment(it.put_together_at),
        by=it.put_together_by.display_name,
        state=state,
        kind=kind,
        exhibits=len(it.exhibits),
        missing=len(it.payload["missing"]),
    )


def page_of(actor: Actor, it: PolicePack, at: datetime) -> PackPage:
    steps = list(PackStep.objects.visible_to(actor).filter(pack=it).order_by("at", "id"))
    making = [step for step in steps if step.verb != "downloaded"]
    return PackPage(
        line=line_of(it),
        is_waiting=it.finished_at is None,
        is_made=it.is_made,
        trouble=it.trouble or "",
        far=_far(making, at),
        zip_size=size_of(it.zip_size) if it.zip_size else "",
        digests=tuple((name, value) for name, value in (("pdf", it.pdf_sha256), ("zip", it.zip_sha256)) if value),
        taken=tuple(f"{full_moment(s.at)}: {s.by} took {TAKEN[s.file]}" for s in steps if s.verb == "downloaded"),
        missing=tuple(it.payload["missing"]),
        sections=tuple(_shown(section) for section in it.payload["sections"]),
    )


def _far(making: list[PackStep], at: datetime) -> Far:
    """Each kind of step is a part of the whole; pictures and files count within theirs."""
    last = making[-1]
    if last.verb not in STEPS:
        return Far("", 100, 100, False)
    within = last.done / last.of if last.of else 0
    counted = f" {last.done} of {last.of}." if last.of else ""
    done = round(100 * (STEPS.index(last.verb) + within) / len(STEPS))
    return Far(f"{FAR[last.verb]}{counted}", done, 100, (at - last.at).total_seconds() > STUCK_AFTER)


def _shown(section: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is not known and not needed is told in one line, as on paper."""
    groups = [
        {
            "title": group["title"],
            "fields": [it for it in group["fields"] if it["state"] != "not_known" or it["needed"]],
            "open": ", ".join(it["label"] for it in group["fields"] if it["state"] == "not_known" and not it["needed"]),
            "of": group["of"],
        }
        for group in section["groups"]
    ]
    return {**section, "groups": groups}


def people_asked_about(actor: Actor, case: Case) -> list[AboutPerson]:
    """Each person with a part now, once; a targeted child is asked about more."""
    parts: dict[UUID, list[str]] = {}
    names: dict[UUID, str] = {}
    rows = Involvement.objects.visible_to(actor).filter(case=case).current().select_related("person")
    for it in rows.order_by("since", "id"):
        parts.setdefault(it.person_id, []).append(it.part)
        names[it.person_id] = it.person.name
    ranked = sorted(parts, key=lambda id: min(list(Part).index(Part(part)) for part in parts[id]))
    return [
        AboutPerson(
            id=id,
            name=names[id],
            part=", ".join(Part(part).label.lower() for part in parts[id]),
            questions=(*OF_A_PERSON, *(OF_A_TARGETED_CHILD if Part.TARGETED in parts[id] else ())),
        )
        for id in ranked
    ]


def files_to_choose(actor: Actor, case: Case) -> list[FileChoice]:
    reports = dict(Report.objects.visible_to(actor).filter(in_case__case=case).values_list("pk", "reference"))
    items = Item.objects.visible_to(actor).present().filter(report_id__in=reports).order_by("received_at", "position", "id")
    marked = set(Marking.objects.visible_to(actor).filter(item__report_id__in=reports).values_list("item_id", flat=True))
    return [FileChoice(file_of(item, reports[item.report_id]), item.pk in marked) for item in items]


def latest_asked(actor: Actor, case: Case) -> Mapping[str, Any]:
    """What was typed for the newest pack: the next one begins with it."""
    rows = PolicePack.objects.visible_to(actor).filter(case=case).newest_first()
    return rows.values_list("asked", flat=True).first() or {}
