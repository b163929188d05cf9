"""The plan of looking into it, what happened, and what people said."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.makers.ground import AT, on_behalf_of
from upstander.records.access.doors import key_digest
from upstander.records.access.models import Membership
from upstander.records.cases.models import Case, Part
from upstander.records.disclosures.arrivals import Arrival, ArrivalKind, came_of_case
from upstander.records.intake.models import Report
from upstander.records.investigations.enquiries import PlannedStep, ReadBack, Statement, StatementLink, StepKind
from upstander.records.investigations.incidents import Incident, IncidentPart, Known, Place
from upstander.records.people.models import Person


def make_step(
    *,
    case: Case,
    by: Membership,
    kind: str = StepKind.ADULT,
    words: str = "The tutor of 9B, about Friday",
    at: datetime = AT,
) -> PlannedStep:
    with on_behalf_of(case.organisation_id):
        return PlannedStep.objects.create(
            organisation_id=case.organisation_id,
            case=case,
            kind=kind,
            words=words,
            owner=by,
            due_at=at + timedelta(days=2),
            added_by=by,
            added_at=at,
        )


def make_statement_link(*, case: Case, person: Person, by: Membership, word: str, at: datetime = AT) -> StatementLink:
    with on_behalf_of(case.organisation_id):
        return StatementLink.objects.create(
            organisation_id=case.organisation_id,
            case=case,
            person=person,
            question="What did you see on the bus?",
            token_digest=key_digest(word),
            made_by=by,
            made_at=at,
            expires_at=at + timedelta(days=7),
        )


def make_arrival(*, statement: Statement) -> Arrival:
    """As if it had come with a one-time link, and nobody had read it."""
    with on_behalf_of(statement.organisation_id):
        came_of_case(
            ArrivalKind.STATEMENT,
            statement.pk,
            case_id=statement.case_id,
            organisation_id=statement.organisation_id,
            said_by=statement.person.name,
            at=statement.recorded_at,
        )
        return Arrival.objects.get(pk=statement.pk)


def make_statement(
    *, case: Case, person: Person, by: Membership, words: str = "They laughed.", opinion: str = "", at: datetime = AT
) -> Statement:
    with on_behalf_of(case.organisation_id):
        return Statement.objects.create(
            organisation_id=case.organisation_id,
            case=case,
            person=person,
            question="Tell me what happened.",
            words=words,
            said_at=at,
            place="Room 4",
            present="Nobody",
            read_back=ReadBack.RIGHT,
            opinion=opinion,
            taken_by=by,
            recorded_at=at,
        )


def make_incident(
    *,
    case: Case,
    by: Membership,
    what: str = "Pushed off the bench while two filmed it",
    person: Person | None = None,
    online: str = "yes",
    report: Report | None = None,
    supersedes: Incident | None = None,
    at: datetime = AT,
) -> Incident:
    """On the day before, at the time of `at`; `person` had it done to them."""
    with on_behalf_of(case.organisation_id):
        incident = Incident.objects.create(
            organisation_id=case.organisation_id,
            case=case,
            what=what,
            known=Known.TIME,
            from_at=at - timedelta(days=1),
            place=Place.SCHOOL,
            off_premises="no",
            online=online,
            face_to_face="yes",
            apps=["snapchat"],
            accounts=what,
            report=report,
            recorded_by=by,
            recorded_at=at,
            supersedes=supersedes,
            put_right_because="It was otherwise." if supersedes else "",
        )
        if person:
            IncidentPart.objects.create(
                organisation_id=case.organisation_id, case=case, incident=incident, person=person, part=Part.TARGETED
            )
        return incident
