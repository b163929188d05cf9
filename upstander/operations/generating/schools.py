"""Invented schools of very different sizes, one of them large, and who works in each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import accumulate

from django.contrib.auth.hashers import make_password

from upstander.operations.generating.draws import Draws
from upstander.operations.generating.invention import SURNAMES
from upstander.operations.generating.tables import Rows
from upstander.records.access.models import Account, Membership, Role
from upstander.records.organisations.models import Closure, Organisation, OrganisationKind
from upstander.records.organisations.models import School as Line
from upstander.records.policies.models import Behaviour, Clause, Ladder

FIRST_URN = 800_000
LARGE_SHARE = 0.08  # of all cases are the first school's, the one that benchmarks look at
STAFF = [Role.DSL, Role.DEPUTY_DSL, Role.HEAD, Role.PASTORAL, Role.PASTORAL, Role.GOVERNOR]
LEAD_EMAIL = "lead@large.example"


@dataclass
class Staff:
    membership: str
    account: str
    name: str
    role: str


@dataclass
class School:
    key: str
    name: str
    staff: list[Staff]
    entries: int = 0  # of the audit chain so far
    last_digest: bytes = b""
    known: list[tuple[str, str, str]] = field(default_factory=list)  # children of earlier cases: key, name, year

    @property
    def lead(self) -> Staff:
        return self.staff[0]


def shares(count: int) -> list[float]:
    """Cumulative shares of all cases: the large school's, then a long tail."""
    tail = [1 / (rank + 5) for rank in range(count - 1)]
    scale = (1 - LARGE_SHARE) / (sum(tail) or 1)
    return list(accumulate([LARGE_SHARE, *(part * scale for part in tail)]))


def make_schools(count: int, rows: Rows, draws: Draws, password: str) -> list[School]:
    """The schools, with a force; only the first school's staff can sign in, with the one password."""
    start = draws.now - timedelta(days=4 * 365)
    force = draws.key(start)
    _organisation(rows, force, "Generated Police Safer Schools Team", OrganisationKind.FORCE, None)
    schools = []
    for number in range(count):
        name = "Largeford Academy" if number == 0 else f"{SURNAMES[number * 37 % 4000]} School {number}"
        school = School(draws.key(start), name, [])
        _line(rows, FIRST_URN + number, name)
        _organisation(rows, school.key, name, OrganisationKind.SCHOOL, force, FIRST_URN + number)
        _hire(school, number, rows, draws, make_password(password) if number == 0 else "!")
        _publish(school, rows, draws)
        schools.append(school)
    return schools


def _line(rows: Rows, urn: int, name: str) -> None:
    """The school as the public register has it, so that a family finds it by name."""
    rows.add(
        Line,
        urn=urn,
        name=name,
        town="Largeford",
        postcode="ZZ20 1AA",
        postcode_key="ZZ201AA",
        search_text=f"{name} Largeford".lower(),
        phase="Secondary",
        local_authority="Marlshire",
        is_open=True,
    )


def _organisation(rows: Rows, key: str, name: str, kind: str, force: str | None, urn: int | None = None) -> None:
    rows.add(
        Organisation,
        id=key,
        kind=kind,
        name=name,
        school_id=urn,
        force_id=force,
        rulebook="dorset",
        address=f"{name}\nHill Road",
        phone="01632 960000",
        lead_name="The safeguarding lead",
        complaints_url="",
        complaints_text="Write to the headteacher.",
        receives_reports=kind == OrganisationKind.SCHOOL,
    )


def _hire(school: School, number: int, rows: Rows, draws: Draws, password: str) -> None:
    since = draws.now - timedelta(days=4 * 365)
    for place, role in enumerate(STAFF):
        name = f"Mx {SURNAMES[draws.below(4000)]}"
        email = LEAD_EMAIL if (number, place) == (0, 0) else f"staff{place}@school{number}.example"
        account, membership = draws.key(since), draws.key(since)
        rows.add(Account, id=account, password=password, last_login=None, email=email, name=name, is_active=True)
        rows.add(
            Membership,
            id=membership,
            organisation_id=school.key,
            account_id=account,
            role=role,
            display_name=name,
            since=since,
            until=None,
        )
        school.staff.append(Staff(membership, account, name, role))


def _publish(school: School, rows: Rows, draws: Draws) -> None:
    today = draws.now.date()
    for weeks in (-30, -15, 3):
        first = today + timedelta(weeks=weeks)
        rows.add(
            Closure,
            id=draws.key(draws.now),
            organisation_id=school.key,
            first_day=first,
            last_day=first + timedelta(days=9),
            reason="Holidays",
        )
    _approve(school, rows, draws)


def _approve(school: School, rows: Rows, draws: Draws) -> None:
    approved = draws.now - timedelta(days=300)
    ladder, head = draws.key(approved), next(it.membership for it in school.staff if it.role == Role.HEAD)
    rows.add(
        Ladder,
        id=ladder,
        organisation_id=school.key,
        policy="Behaviour policy",
        version="2026",
        started_from_id=None,
        started_by_id=school.lead.membership,
        started_at=approved,
        approved_by="The full governing body",
        approved_on=approved.date(),
        minute="Item 7",
        approval_recorded_by_id=head,
        approval_recorded_at=approved,
        in_force_from=approved.date(),
        review_on=approved.date() + timedelta(days=365),
        dropped_at=None,
        dropped_by_id=None,
        dropped_because="",
    )
    for number, (behaviour, name) in enumerate(Behaviour.choices, 1):
        rows.add(
            Clause,
            id=draws.key(draws.now),
            organisation_id=school.key,
            ladder_id=ladder,
            behaviour=behaviour,
            name=str(name),
            means="",
            place=number,
            clause=f"4.{number}",
            in_school="The head of year decides. Steps from a conversation to time out of class may follow.",
            outside_school="The same, wherever it was.",
            restorative="A talk, where both sides want one.",
        )
