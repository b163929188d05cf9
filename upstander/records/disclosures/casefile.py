"""All that the pages of one case show of it, in one statement: who is in it, what it rests on, who waits, what is to be done."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from upstander.records.assessments.duties import Doable
from upstander.records.cases.models import Case, Part
from upstander.records.investigations.models import Outcome
from upstander.records.prepared import fetch_json


@dataclass(frozen=True, slots=True)
class PersonInCase:
    involvement: UUID
    person: UUID
    name: str
    is_child: bool
    year_group: str
    school_name: str
    part: Part
    since: datetime
    until: datetime | None
    reason: str
    ended_because: str


@dataclass(frozen=True, slots=True)
class Letter:
    """How far the newest letter to a family is that was not withdrawn."""

    id: UUID
    checked_at: datetime | None
    sent_at: datetime | None
    opened_at: datetime | None
    acknowledged_at: datetime | None
    is_held: bool


@dataclass(frozen=True, slots=True)
class OtherLetter:
    """One that does not tell the outcome, and how far it is."""

    id: UUID
    kind: str
    composed_at: datetime
    sent_at: datetime | None
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class FamilyInCase:
    id: UUID
    child: UUID
    name: str
    report: UUID | None
    reference: str
    waiting_since: datetime
    told_at: datetime | None
    not_told_at: datetime | None
    not_told_by: str
    not_told_reason: str
    review_on: date | None
    letter: Letter | None
    others: tuple[OtherLetter, ...]


@dataclass(frozen=True, slots=True)
class ReportInCase:
    id: UUID
    reference: str
    relation: str
    child_name: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    outcome: Outcome
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StepInCase:
    """A step of the plan that is open."""

    kind: str
    words: str
    owner: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Afterwards:
    """Whether it has stopped: the newest answer, when it is asked next, and whether somebody said that it has not."""

    answered_at: datetime | None
    stopped: str
    next_due_at: datetime | None
    again: bool


@dataclass(frozen=True, slots=True)
class Stopped:
    """The clock of the case stands still: until the end of that day, why, and who said so."""

    until: date
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Police:
    """What they gave back. `reference` is the crime's, or the log's, or empty; `at` is when they were last spoken with."""

    reference: str
    officer: str
    at: datetime
    next_update_on: date | None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Shapes: `people` and `reports` in the order in which they came in, `families` by who has waited longest."""

    people: tuple[PersonInCase, ...]
    families: tuple[FamilyInCase, ...]
    reports: tuple[ReportInCase, ...]
    duties: tuple[Doable, ...]
    files: int
    given_to: tuple[str, ...]
    found: Found | None
    afterwards: Afterwards
    steps: tuple[StepInCase, ...]
    stopped: Stopped | None
    police: Police | None

    @property
    def targeted(self) -> set[UUID]:
        return {it.person for it in self.people if it.part == Part.TARGETED}


# Times come as seconds since 1970, which cost less to read than their writing. json_agg gives NULL where there is nothing.
FILE = """
SELECT json_build_array(
(SELECT json_agg(json_build_array(i.id, i.person_id, p.name, p.is_child, p.year_group, p.school_name, i.part,
        extract(epoch FROM i.since), extract(epoch FROM i.until), i.reason, i.ended_because) ORDER BY i.since, i.id)
    FROM cases_involvement i JOIN people_person p ON p.id = i.person_id WHERE i.case_id = %(case)s),
(SELECT json_agg(json_build_array(f.id, f.child_id, p.name, f.report_id, r.reference, extract(epoch FROM f.waiting_since),
        extract(epoch FROM f.told_at), extract(epoch FROM f.not_told_at), m.display_name, f.not_told_reason, f.review_on,
        (SELECT json_build_array(d.id, extract(epoch FROM d.checked_at), extract(epoch FROM d.sent_at),
                extract(epoch FROM d.opened_at), extract(epoch FROM d.acknowledged_at),
                EXISTS (SELECT FROM disclosures_hold h
                    WHERE h.disclosure_id = d.id AND h.superseded_at IS NULL AND h.let_stand IS NOT TRUE))
            FROM disclosures_disclosure d WHERE d.family_id = f.id AND d.withdrawn_at IS NULL AND d.kind = 'outcome_letter'
            ORDER BY d.composed_at DESC, d.id DESC LIMIT 1),
        (SELECT json_agg(json_build_array(d.id, d.kind, extract(epoch FROM d.composed_at), extract(epoch FROM d.sent_at),
                extract(epoch FROM d.acknowledged_at)) ORDER BY d.composed_at DESC, d.id DESC)
            FROM disclosures_disclosure d WHERE d.family_id = f.id AND d.withdrawn_at IS NULL AND d.kind <> 'outcome_letter')
        ) ORDER BY f.waiting_since, f.id)
    FROM cases_family f JOIN people_person p ON p.id = f.child_id LEFT JOIN intake_report r ON r.id = f.report_id
    LEFT JOIN access_membership m ON m.id = f.not_told_by_id WHERE f.case_id = %(case)s),
(SELECT json_agg(json_build_array(r.id, r.reference, r.relation, r.child_name, extract(epoch FROM r.received_at))
        ORDER BY c.joined_at, c.id)
    FROM cases_casereport c JOIN intake_report r ON r.id = c.report_id WHERE c.case_id = %(case)s),
(SELECT json_agg(json_build_array(d.id, d.duty, extract(epoch FROM d.due_at), extract(epoch FROM d.raised_at), d.owner_id,
        m.display_name, extract(epoch FROM d.done_at), d.done_by, d.done_note, extract(epoch FROM d.withdrawn_at),
        d.withdrawn_because) ORDER BY d.due_at, d.id)
    FROM assessments_duty d LEFT JOIN access_membership m ON m.id = d.owner_id
    WHERE d.assessment_id = %(assessment)s AND d.actor = 'school'),
(SELECT count(*) FROM cases_casereport c JOIN evidence_item e ON e.report_id = c.report_id
    WHERE c.case_id = %(case)s AND e.state <> 'removed'),
(SELECT json_agg(m.display_name ORDER BY m.display_name, m.id)
    FROM access_grant g JOIN access_membership m ON m.id = g.membership_id WHERE g.subject_id = %(case)s),
(SELECT json_build_array(f.outcome, m.display_name, extract(epoch FROM f.decided_at))
    FROM investigations_finding f JOIN access_membership m ON m.id = f.decided_by_id
    WHERE f.case_id = %(case)s AND f.superseded_at IS NULL),
(SELECT json_build_array(
    (SELECT json_build_array(extract(epoch FROM a.at), a.stopped) FROM investigations_checkanswer a
        WHERE a.case_id = %(case)s ORDER BY a.at DESC, a.id DESC LIMIT 1),
    (SELECT extract(epoch FROM min(k.due_at)) FROM investigations_check k
        WHERE k.case_id = %(case)s AND k.answered_at IS NULL AND k.withdrawn_at IS NULL),
    EXISTS (SELECT 1 FROM investigations_recurrence r WHERE r.case_id = %(case)s AND r.ended_at IS NULL))),
(SELECT json_agg(json_build_array(s.kind, s.words, m.display_name, extract(epoch FROM s.due_at)) ORDER BY s.due_at, s.id)
    FROM investigations_plannedstep s JOIN access_membership m ON m.id = s.owner_id
    WHERE s.case_id = %(case)s AND s.done_at IS NULL AND s.dropped_at IS NULL),
(SELECT json_build_array(s.until, s.reason, m.display_name)
    FROM assessments_clockstop s JOIN access_membership m ON m.id = s.stopped_by_id
    WHERE s.assessment_id = %(assessment)s AND s.started_again_at IS NULL
        AND s.until >= (now() AT TIME ZONE 'Europe/London')::date),
(SELECT json_build_array(max(nullif(l.crime_reference, '')), max(nullif(l.log_reference, '')),
        (array_agg(l.officer ORDER BY l.at DESC, l.id DESC) FILTER (WHERE l.officer <> ''))[1], extract(epoch FROM max(l.at)),
        (array_agg(l.next_update_on ORDER BY l.at DESC, l.id DESC))[1])
    FROM investigations_policereport l WHERE l.case_id = %(case)s HAVING count(*) > 0))
"""


def case_file(case: Case) -> CaseFile:
    """`case` must have come through `visible_to`: whoever may see a case may see what is in it."""
    return read_file(*fetch_json({"case": case.pk, "assessment": case.assessment_id}, FILE))


def read_file(value: list[Any]) -> CaseFile:
    """Shapes: `value` is what FILE gives."""
    people, families, reports, duties, files, given_to, found, (answered, next_due, again), steps, stopped, police = value
    answered_at, said = answered or (None, "")
    return CaseFile(
        people=tuple(_person(it) for it in people or ()),
        families=tuple(_family(it) for it in families or ()),
        reports=tuple(ReportInCase(UUID(it[0]), it[1], it[2], it[3], _moment(it[4])) for it in reports or ()),
        duties=tuple(_duty(it) for it in duties or ()),
        files=files,
        given_to=tuple(given_to or ()),
        found=Found(Outcome(found[0]), found[1], _moment(found[2])) if found else None,
        afterwards=Afterwards(_maybe(answered_at), said, _maybe(next_due), again),
        steps=tuple(StepInCase(it[0], it[1], it[2], _moment(it[3])) for it in steps or ()),
        stopped=Stopped(date.fromisoformat(stopped[0]), *stopped[1:]) if stopped else None,
        police=_police(*police) if police else None,
    )


def _police(crime: str | None, log: str | None, officer: str | None, at: float, next_update_on: str | None) -> Police:
    return Police(crime or log or "", officer or "", _moment(at), date.fromisoformat(next_update_on) if next_update_on else None)


def _person(it: list[Any]) -> PersonInCase:
    return PersonInCase(
        involvement=UUID(it[0]),
        person=UUID(it[1]),
        name=it[2],
        is_child=it[3],
        year_group=it[4],
        school_name=it[5],
        part=Part(it[6]),
        since=_moment(it[7]),
        until=_maybe(it[8]),
        reason=it[9],
        ended_because=it[10],
    )


def _family(it: list[Any]) -> FamilyInCase:
    return FamilyInCase(
        id=UUID(it[0]),
        child=UUID(it[1]),
        name=it[2],
        report=UUID(it[3]) if it[3] else None,
        reference=it[4] or "",
        waiting_since=_moment(it[5]),
        told_at=_maybe(it[6]),
        not_told_at=_maybe(it[7]),
        not_told_by=it[8] or "",
        not_told_reason=it[9],
        review_on=date.fromisoformat(it[10]) if it[10] else None,
        letter=_letter(*it[11]) if it[11] else None,
        others=tuple(OtherLetter(UUID(o[0]), o[1], _moment(o[2]), _maybe(o[3]), _maybe(o[4])) for o in it[12] or ()),
    )


def _letter(id: str, *moments: Any) -> Letter:
    """Shapes: four moments, and whether it is held."""
    checked, sent, opened, acknowledged, is_held = moments
    return Letter(UUID(id), _maybe(checked), _maybe(sent), _maybe(opened), _maybe(acknowledged), is_held)


def _duty(it: list[Any]) -> Doable:
    return Doable(
        id=UUID(it[0]),
        duty=it[1],
        due_at=_moment(it[2]),
        raised_at=_moment(it[3]),
        owner_id=UUID(it[4]) if it[4] else None,
        owner=it[5] or "",
        done_at=_maybe(it[6]),
        done_by=it[7],
        done_note=it[8],
        withdrawn_at=_maybe(it[9]),
        withdrawn_because=it[10],
    )


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _maybe(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
