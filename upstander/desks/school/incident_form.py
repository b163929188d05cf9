"""The form for one incident: proposed by a report, filled from one that is put right, or as somebody typed it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.http import QueryDict

from upstander.desks.school.attempts import as_typed, typed_date, typed_id, typed_time
from upstander.kernel.clock import in_london
from upstander.procedures.looking_into.write_incident import Told
from upstander.records.disclosures.casefile import CaseFile
from upstander.records.intake.models import Report
from upstander.records.investigations.incidents import Incident, Known, Place

WORDS = (
    "what", "known", "when_words", "place", "place_words", "off_premises", "online", "face_to_face", "accounts", "devices",
    "report", "put_right_because", "time_at",
)  # fmt: skip
DATES = ("time_on", "day_on", "between_on", "between_until")
ASKED = {  # what a family's one answer on where it happens says of both questions
    "online": ("yes", "no"),
    "face_to_face": ("no", "yes"),
    "both": ("yes", "yes"),
    "some_online": ("yes", ""),
}


@dataclass(slots=True)
class Filled:
    """What stands in the form. Shapes: `dates` by the field's name, as a day or as it was typed; `parts` by person."""

    words: dict[str, str] = field(default_factory=dict)
    dates: dict[str, Any] = field(default_factory=dict)
    apps: list[str] = field(default_factory=list)
    parts: dict[str, list[str]] = field(default_factory=dict)


def as_sent(sent: QueryDict, people: Iterable[str]) -> Filled:
    return Filled(
        words={name: sent.get(name, "") for name in WORDS},
        dates={name: as_typed(sent, name) for name in DATES},
        apps=sent.getlist("apps"),
        parts={person: sent.getlist(f"part-{person}") for person in people},
    )


def told_by(sent: QueryDict, people: Iterable[str]) -> Told:
    known = sent.get("known", "")
    words = {name: sent.get(name, "") for name in WORDS if name not in ("report", "time_at")}
    return Told(
        from_on=typed_date(sent, f"{known}_on"),
        from_time=typed_time(sent, "time_at"),
        until_on=typed_date(sent, "between_until"),
        apps=sent.getlist("apps"),
        report_id=typed_id(sent, "report"),
        parts=[(UUID(person), part) for person in people for part in sent.getlist(f"part-{person}")],
        **words,
    )


def parts_in(file: CaseFile) -> dict[str, list[str]]:
    """Each person with the parts that they have in the case now, as a proposal."""
    found: dict[str, list[str]] = {}
    for it in file.people:
        if it.until is None:
            found.setdefault(str(it.person), []).append(it.part.value)
    return found


def proposed(report: Report | None, file: CaseFile) -> Filled:
    """What a report says, for a person to confirm. What happened, in one line, nobody but a person can say."""
    if report is None:
        return Filled(parts=parts_in(file))
    where: Mapping[str, Any] = report.answers.get("where") or {}
    rows = where.get("accounts") or []
    online, face_to_face = ASKED.get(where.get("how", ""), (where.get("any_online", ""), where.get("any_face_to_face", "")))
    filled = Filled(
        words={
            "report": str(report.pk),
            "place": Place.ONLINE if (online, face_to_face) == ("yes", "no") else "",
            "off_premises": where.get("outside") or "",
            "online": online,
            "face_to_face": face_to_face,
            "accounts": "\n".join(filter(None, (row.get("account") for row in rows))),
            "devices": where.get("device") or "",
        },
        apps=[row["app"] for row in rows if row.get("app")],
        parts=parts_in(file),
    )
    _propose_when(filled, report.answers.get("when") or {})
    return filled


def _propose_when(filled: Filled, when: Mapping[str, Any]) -> None:
    days = sorted(filter(None, (_day(when.get("first")), _day(when.get("latest")))))
    filled.words["when_words"] = (when.get("words") or "")[:300]
    if not days:
        filled.words["known"] = Known.NOT
    elif days[0] == days[-1]:
        filled.words["known"] = Known.DAY
        filled.dates |= {"time_on": days[0], "day_on": days[0]}
    else:
        filled.words["known"] = Known.BETWEEN
        filled.dates |= {"between_on": days[0], "between_until": days[-1]}


def _day(given: Mapping[str, str] | None) -> date | None:
    try:
        return date(int(given["year"]), int(given["month"]), int(given["day"])) if given else None
    except (KeyError, ValueError):
        return None


def of(incident: Incident, parts: Iterable[tuple[UUID, str]]) -> Filled:
    """One that is to be put right, as it stands."""
    words = {name: str(getattr(incident, name)) for name in WORDS if hasattr(incident, name)}
    words |= {"report": str(incident.report_id or ""), "put_right_because": ""}
    filled = Filled(words=words, apps=incident.apps)
    for person, part in parts:
        filled.parts.setdefault(str(person), []).append(part)
    if incident.from_at:
        local = in_london(incident.from_at)
        filled.dates |= {name: local.date() for name in ("time_on", "day_on", "between_on")}
        filled.words["time_at"] = f"{local:%H:%M}" if incident.known == Known.TIME else ""
    if incident.until_at:
        filled.dates["between_until"] = in_london(incident.until_at).date()
    return filled
