"""Opening a case: the people a report names, each with a part proposed; cases that may be the same incident."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import QueryDict

from upstander.desks.school.through import case_address
from upstander.kernel.actor import Actor
from upstander.kernel.sounds import alike
from upstander.records.cases.bringing_in import Named
from upstander.records.cases.models import Case, Part
from upstander.records.cases.searching import FoundPerson, search, search_people
from upstander.records.intake.models import Report

ADULTS = frozenset({"parent", "parent_otherwise", "family", "unknown_adult", "staff", "head", "adult"})
LEAVE_OUT = "leave_out"
PARTS = [(LEAVE_OUT, "Leave out"), *Part.choices]
YEARS = {"R": "Reception", "left": ""}
LISTS = (("targeted", Part.TARGETED), ("doing", Part.DISPLAYING), ("saw", Part.SAW))
EMPTY_ROWS = 1
MOST_ROWS = 40
SOUGHT = 6


@dataclass(frozen=True, slots=True)
class Row:
    """One person on the form. `namesakes` are people of that name whom this person may know of from other cases."""

    place: int
    name: str
    part: str
    is_child: bool
    year_group: str
    school_name: str
    person: str
    namesakes: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.name and self.part in ("", LEAVE_OUT)

    def named(self) -> Named:
        known = next((UUID(id) for id, _ in self.namesakes if id and id == self.person), None)
        return Named(
            name=self.name,
            part=self.part,
            is_child=self.is_child,
            year_group=self.year_group,
            school_name=self.school_name,
            person_id=known,
        )


@dataclass(frozen=True, slots=True)
class Similar:
    id: UUID
    label: str
    href: str
    because: str


def proposed(report: Report) -> list[Row]:
    """What the report says, as rows: nobody is called anything but what the report says they did."""
    people: Mapping[str, Any] = report.answers.get("people") or {}
    rows: list[Row] = []
    for key, part in LISTS:
        for said in people.get(key) or []:
            year = str(said.get("year") or "")
            rows.append(
                Row(
                    place=len(rows),
                    name=said.get("name") or "",
                    part=part,
                    is_child=said.get("who", "") not in ADULTS,
                    year_group=YEARS.get(year, f"Year {year}" if year.isdecimal() else ""),
                    school_name=(said.get("school") or "") if said.get("who") == "pupil_elsewhere" else "",
                    person="",
                )
            )
    if not any(row.part == Part.TARGETED for row in rows):
        rows.insert(0, Row(0, report.child_name, Part.TARGETED, True, "", "", ""))
    return _numbered([*rows, *[Row(0, "", LEAVE_OUT, True, "", "", "")] * EMPTY_ROWS])


def typed_rows(data: QueryDict) -> list[Row]:
    typed = data.get("rows", "")
    count = min(int(typed), MOST_ROWS) if typed.isdecimal() and len(typed) < 4 else 0
    return [
        Row(
            place=n,
            name=data.get(f"name-{n}", "").replace("\x00", "").strip(),
            part=data.get(f"part-{n}", ""),
            is_child=data.get(f"adult-{n}") != "yes",
            year_group=data.get(f"year-{n}", ""),
            school_name=data.get(f"school-{n}", ""),
            person=data.get(f"person-{n}", ""),
        )
        for n in range(count)
    ]


def _numbered(rows: Sequence[Row]) -> list[Row]:
    return [replace(row, place=place) for place, row in enumerate(rows)]


def with_namesakes(rows: Sequence[Row], actor: Actor) -> list[Row]:
    """Search before create, for people: one query for all names, as they are spelt and as they sound."""
    found = search_people(actor, *(row.name for row in rows if row.name))
    return [replace(row, namesakes=tuple(_namesakes(row, found))) for row in rows]


def _namesakes(row: Row, found: Sequence[FoundPerson]) -> list[tuple[str, str]]:
    same = [person for person in found if alike(row.name, person.name)]
    if not same:
        return []
    known = [
        (str(p.person_id), ", ".join(filter(None, (p.name, p.year_group, p.school_name, "in an earlier case")))) for p in same
    ]
    return [("", "Somebody else"), *known]


def similar_cases(actor: Actor, report: Report, rows: Sequence[Row]) -> list[Similar]:
    """Cases that this person may see and that have a name or an account of this report in them, most in common first."""
    accounts = [str(row.get("account") or "") for row in (report.answers.get("where") or {}).get("accounts") or []]
    sought = list(dict.fromkeys(word for word in (*(row.name for row in rows), *accounts) if len(word) > 2))[:SOUGHT]
    hits: dict[UUID, list[str]] = {}
    labels: dict[UUID, str] = {}
    for word in sought:
        for found in search(actor, word):
            if found.is_case:
                hits.setdefault(found.subject_id, []).append(found.because or word)
                labels[found.subject_id] = found.label
    open_ones = set(Case.objects.visible_to(actor).open().filter(pk__in=hits).values_list("pk", flat=True))
    best = sorted(open_ones, key=lambda id: len(hits[id]), reverse=True)[:5]
    return [Similar(id, labels[id], case_address(id), ", ".join(hits[id])) for id in best]
