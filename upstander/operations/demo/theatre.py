"""Build the house in which the demo plays: the register, the organisations, their staff and days off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from upstander.kernel.actor import system
from upstander.kernel.clock import in_london
from upstander.operations.demo.reading import HERE, schools
from upstander.procedures.accounts.invite_member import invite_member
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.organisations import register
from upstander.records.organisations.models import Closure, ComplaintStage, Organisation, OrganisationKind, School

HERE_SINCE = timedelta(days=400)


@dataclass(frozen=True)
class House:
    """Shapes: both map the keys that the stories use."""

    schools: dict[str, Organisation]
    staff: dict[str, Membership]


def build(*, now: datetime, password: str) -> House:
    told = schools()
    opened = now - HERE_SINCE
    with transaction.atomic():
        register.load(HERE / "register.csv")
    force = Organisation.objects.create(
        kind=OrganisationKind.FORCE, name=told["force"]["name"], phone=told["force"]["phone"], receives_reports=False
    )
    made = {school["key"]: _school(school, force, told["closures"], now) for school in told["schools"]}
    hashed = make_password(password)
    staff = _hire(force, told["force"]["staff"], hashed, opened)
    for school in told["schools"]:
        staff |= _hire(made[school["key"]], school["staff"], hashed, opened)
    return House(made, staff)


def _school(told: dict[str, Any], force: Organisation, closures: list[Any], now: datetime) -> Organisation:
    line = School.objects.get(urn=told["urn"])
    school = Organisation.objects.create(
        kind=OrganisationKind.SCHOOL,
        name=line.name,
        school=line,
        force=force,
        address=told["address"].strip(),
        phone=told["phone"],
        lead_name=told["lead_name"],
        complaints_text=told["complaints"].strip(),
    )
    with asking(system(school.pk)):
        Closure.objects.bulk_create(_closure(school, days, now) for days in closures)
        steps = enumerate(told.get("complaint_stages", ()), 1)
        ComplaintStage.objects.bulk_create(
            ComplaintStage(organisation=school, number=n, since=now - HERE_SINCE, **step) for n, step in steps
        )
    return school


def _closure(school: Organisation, days: dict[str, Any], now: datetime) -> Closure:
    today = in_london(now).date()
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=int(days["weeks"]))
    first, last = (monday + timedelta(days=int(days[end])) for end in ("from", "to"))
    return Closure(organisation=school, first_day=first, last_day=last, reason=days["reason"])


def _hire(organisation: Organisation, told: list[dict[str, str]], hashed: str, at: datetime) -> dict[str, Membership]:
    """Everybody has the one password: hashing it once for each would be most of the time that loading takes."""
    hired = {}
    for person in told:
        email = f"{person['key']}@{'dunmere' if organisation.kind == OrganisationKind.FORCE else 'school'}.example"
        invited = invite_member(organisation=organisation, email=email, name=person["name"], role=person["role"], at=at)
        invited.account.password = hashed
        invited.account.save(update_fields=["password"])
        hired[person["key"]] = invited.membership
    return hired
