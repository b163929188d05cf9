"""Write down one thing that happened: when, where, online and face to face, with what, and who had which part in it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.clock import LONDON
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed, typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.assessments.models import Answer
from upstander.records.audit import recording
from upstander.records.cases.models import Case, CaseReport, Involvement, Part
from upstander.records.intake.questions import questions
from upstander.records.investigations.incidents import Incident, IncidentPart, Known, Place

LONGEST = {"what": 300, "when_words": 300, "place_words": 200, "devices": 400, "put_right_because": 300}
LONGEST_ACCOUNTS = 2_000
EARLIEST_YEAR = 2000
BOTH = {
    "online": "Choose whether any of it happened online. “Not known” is an answer.",
    "face_to_face": "Choose whether any of it happened face to face. “Not known” is an answer.",
    "off_premises": "Choose whether it happened outside school or school hours. “Not known” is an answer.",
}


class NotWrittenDown(Problem):
    """What, when, where or how is missing or cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """As it was typed: a day or a time that does not exist is None. `parts` are pairs of a person and a part."""

    what: str
    known: str
    from_on: date | None = None
    from_time: time | None = None
    until_on: date | None = None
    when_words: str = ""
    place: str
    place_words: str = ""
    off_premises: str
    online: str
    face_to_face: str
    apps: Collection[str] = ()
    accounts: str = ""
    devices: str = ""
    report_id: UUID | None = None
    parts: Collection[tuple[UUID, str]] = ()
    put_right_because: str = ""

    @property
    def from_at(self) -> datetime | None:
        if self.known == Known.NOT or self.from_on is None:
            return None
        return datetime.combine(self.from_on, self.from_time or time.min if self.known == Known.TIME else time.min, LONDON)

    @property
    def until_at(self) -> datetime | None:
        """The last moment of the last day."""
        if self.known != Known.BETWEEN or self.until_on is None:
            return None
        return datetime.combine(self.until_on, time(23, 59), LONDON)


def write_incident(*, actor: Actor, case_id: UUID, told: Told, at: datetime, puts_right: UUID | None = None) -> Incident:
    """One that puts another right takes its place; both stay on record.

    Raises: NotPermitted; CaseIsClosed; NotWrittenDown, with a sentence for each field.
    """
    case = permitted(actor, May.WRITE_INCIDENT, Case.objects.select_for_update(of=("self",)), case_id).still_open()
    earlier = _standing(case, puts_right) if puts_right else None
    problems = _problems(told, at, is_put_right=earlier is not None) | _about_case(case, told)
    if problems:
        raise NotWrittenDown(problems)
    if earlier:
        earlier.superseded_at = at
        earlier.save(update_fields=["superseded_at"])
    incident = _put_on_record(case, told, earlier, actor, at)
    IncidentPart.objects.bulk_create(
        IncidentPart(organisation_id=case.organisation_id, case=case, incident=incident, person_id=person, part=part)
        for person, part in dict.fromkeys(told.parts)
    )
    recording.record(
        actor, "incident_written_down", "case", case.pk, at=at, incident=str(incident.pk), puts_right=str(puts_right or "")
    )
    return incident


def _standing(case: Case, incident_id: UUID) -> Incident:
    found = Incident.objects.standing().filter(case=case, pk=incident_id).first()
    if found is None:
        raise NotWrittenDown("It was put right already, or is not of this case. Look at the page as it is now.")
    return found


def _problems(told: Told, at: datetime, *, is_put_right: bool) -> dict[str, str]:
    problems = {field: sentence for field, sentence in BOTH.items() if getattr(told, field) not in Answer.values}
    if not typed_line(told.what):
        problems["what"] = "Write in one line what happened."
    problems |= {
        field: f"Use at most {most} characters."
        for field, most in LONGEST.items()
        if len(typed_line(getattr(told, field))) > most
    }
    if len(typed(told.accounts)) > LONGEST_ACCOUNTS:
        problems["accounts"] = f"Use at most {LONGEST_ACCOUNTS:,} characters."
    if told.place not in Place.values:
        problems["place"] = "Choose where it happened. “Not known” is an answer."
    elif told.place == Place.ONLINE and told.face_to_face == Answer.YES:
        problems["place"] = "Only online, and face to face as well? Change one of them."
    if is_put_right and not typed_line(told.put_right_because):
        problems["put_right_because"] = "Write why it is put right."
    return problems | _when(told, at)


def _when(told: Told, at: datetime) -> dict[str, str]:
    if told.known not in Known.values:
        return {"known": "Choose how well it is known when it happened."}
    if told.known == Known.NOT:
        return {}
    if told.from_at is None or told.from_at.year < EARLIEST_YEAR:
        return {"from_on": "Write the day, such as 3 11 2026."}
    if told.known == Known.TIME and told.from_time is None:
        return {"from_time": "Write the time, such as 15:40, or choose that only the day is known."}
    if told.known == Known.BETWEEN and (told.until_at is None or told.until_at <= told.from_at):
        return {"until_on": "Write the last day, which is not before the first."}
    if told.from_at > at or (told.until_at and told.until_at - timedelta(days=1) > at):
        return {"from_on": "That is still to come."}
    return {}


def _about_case(case: Case, told: Told) -> dict[str, str]:
    """Only people and reports of this case, only apps that are known."""
    problems = {}
    people = set(Involvement.objects.current().filter(case=case).values_list("person_id", flat=True))
    if any(person not in people or part not in Part.values for person, part in told.parts):
        problems["parts"] = "Somebody is not part of this case any more. Look at the page as it is now."
    if told.report_id and not CaseReport.objects.filter(case=case, report=told.report_id).exists():
        problems["report"] = "That report is not part of this case."
    if not set(told.apps) <= set(known_apps()):
        problems["apps"] = "Choose apps from the list."
    return problems


def known_apps() -> dict[str, str]:
    """The apps about which families are asked."""
    accounts = next(field for field in questions()["where"].fields if field.name == "accounts")
    app = next(field for field in accounts.fields if field.name == "app")
    return {option.value: option.text for option in app.options if option.value not in ("not_known", "not_said")}


def _put_on_record(case: Case, told: Told, earlier: Incident | None, actor: Actor, at: datetime) -> Incident:
    return Incident.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        what=typed_line(told.what),
        known=told.known,
        from_at=told.from_at,
        until_at=told.until_at,
        when_words=typed_line(told.when_words),
        place=told.place,
        place_words=typed_line(told.place_words),
        off_premises=told.off_premises,
        online=told.online,
        face_to_face=told.face_to_face,
        apps=sorted(set(told.apps)),
        accounts=typed(told.accounts),
        devices=typed_line(told.devices),
        report_id=told.report_id,
        recorded_by_id=actor.member,
        recorded_at=at,
        supersedes=earlier,
        put_right_because=typed_line(told.put_right_because) if earlier else "",
    )
