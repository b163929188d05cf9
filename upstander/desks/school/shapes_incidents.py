"""What the page on incidents shows: each thing that happened, when it happened, and the reports that nobody has written out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from upstander.desks.frame.addresses import address
from upstander.desks.frame.words import full_day, full_moment
from upstander.desks.school.shapes_case import ReportLine, reports_of
from upstander.kernel.actor import Actor
from upstander.procedures.looking_into.write_incident import known_apps
from upstander.records.assessments.models import Answer
from upstander.records.cases.models import Case, Part
from upstander.records.disclosures.casefile import CaseFile
from upstander.records.investigations.incidents import Incident, IncidentPart, Known, Place, as_they_stand
from upstander.records.policies.models import PreventionPrompt

FACTS = ("online", "face_to_face", "off_premises")


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """`before` is what stood here before it was put right, with why; `prompted` are measures, and where they are."""

    id: UUID
    what: str
    when: str
    when_words: str
    where: str
    off_premises: str
    online: str
    face_to_face: str
    apps: str
    accounts: str
    devices: str
    people: tuple[tuple[str, str], ...]
    report: str
    by: str
    before: str
    because: str
    prompted: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Incidents:
    lines: tuple[IncidentLine, ...]
    said: Mapping[str, str]
    not_written_out: tuple[ReportLine, ...]


def incidents_of(actor: Actor, case: Case, file: CaseFile) -> Incidents:
    """In the order in which they happened; those of which nobody knows when come last. Three queries."""
    related = ("recorded_by", "report", "supersedes")
    rows = list(Incident.objects.visible_to(actor).filter(case=case).select_related(*related).order_by("from_at", "id"))
    parts = IncidentPart.objects.visible_to(actor).filter(case=case).select_related("person").order_by("person__name", "id")
    standing = [row for row in rows if row.superseded_at is None]
    written_out = {row.report_id for row in rows}
    everybody = list(parts)
    prompted = _prompted(actor, case, as_they_stand(rows))
    return Incidents(
        lines=tuple(_line(row, _people(row, everybody), prompted.get(row.pk, ())) for row in standing),
        said=said_in(standing),
        not_written_out=tuple(line for line in reports_of(file) if line.id not in written_out),
    )


def said_in(incidents: Sequence[Incident]) -> dict[str, str]:
    """What incidents say on questions of triage; a yes of one stands before a no of the others."""
    said = {}
    for fact in FACTS:
        answers = [getattr(it, fact) for it in incidents]
        if Answer.YES in answers:
            said[fact] = "An incident on this page says yes."
        elif Answer.NO in answers and Answer.UNKNOWN not in answers:
            said[fact] = "Every incident on this page says no."
    return said


def _prompted(actor: Actor, case: Case, stands: Mapping[UUID, Incident]) -> dict[UUID, tuple[tuple[str, str], ...]]:
    """For each incident that stands, the measures of prevention that it, or what stood in its place, prompted."""
    found: dict[UUID, tuple[tuple[str, str], ...]] = {}
    prompts = PreventionPrompt.objects.visible_to(actor).filter(case=case, incident_id__isnull=False)
    for it in prompts.select_related("prevention").order_by("linked_at", "id"):
        if it.incident_id and it.incident_id in stands:
            place = stands[it.incident_id].pk
            measure = (it.prevention.words, address("school:prevention_measure", it.prevention_id))
            found[place] = (*found.get(place, ()), measure)
    return found


def _people(row: Incident, parts: Iterable[IncidentPart]) -> tuple[tuple[str, str], ...]:
    """Each person once, with all their parts."""
    found: dict[str, list[str]] = {}
    for it in parts:
        if it.incident_id == row.pk:
            found.setdefault(it.person.name, []).append(Part(it.part).label)
    return tuple((name, ", ".join(labels).capitalize()) for name, labels in found.items())


def _line(it: Incident, people: tuple[tuple[str, str], ...], prompted: tuple[tuple[str, str], ...]) -> IncidentLine:
    names = known_apps()
    return IncidentLine(
        id=it.pk,
        what=it.what,
        when=when_of(it),
        when_words=it.when_words,
        where=": ".join(filter(None, (Place(it.place).label, it.place_words))),
        off_premises=Answer(it.off_premises).label.capitalize(),
        online=Answer(it.online).label.capitalize(),
        face_to_face=Answer(it.face_to_face).label.capitalize(),
        apps=", ".join(names.get(app, app) for app in it.apps),
        accounts=", ".join(filter(None, it.accounts.splitlines())),
        devices=it.devices,
        people=people,
        report=it.report.reference if it.report else "",
        by=f"{it.recorded_by.display_name}, {full_moment(it.recorded_at)}",
        before=f"{it.supersedes.what} ({when_of(it.supersedes)})" if it.supersedes else "",
        because=it.put_right_because,
        prompted=prompted,
    )


def when_of(it: Incident) -> str:
    if it.from_at is None:
        return "When is not known"
    if it.until_at is not None:
        return f"Between {full_day(it.from_at)} and {full_day(it.until_at)}"
    return full_moment(it.from_at) if it.known == Known.TIME else full_day(it.from_at)
