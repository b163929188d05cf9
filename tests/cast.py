"""Who the tests are about: named people, the one who must never get in among them."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client

from tests.makers import make_force, make_school, make_staff
from upstander.desks.frame import second_factor
from upstander.records.access.models import Membership, Role
from upstander.records.organisations.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    thornbury: Organisation
    northcliff: Organisation
    force: Organisation
    okafor: Membership  # leads on children's safety at Thornbury Vale School
    lund: Membership  # her deputy
    reyes: Membership  # the headteacher
    adeyemi: Membership  # head of year, pastoral: only the cases given to her
    hale: Membership  # a governor: never at a child's record
    vance: Membership  # leads on children's safety at Northcliff Academy, and must never get in at Thornbury
    marsh: Membership  # an officer of the safer-schools team
    flint: Membership  # the sergeant


def assemble() -> Cast:
    force = make_force()
    thornbury = make_school(name="Thornbury Vale School", force=force)
    northcliff = make_school(name="Northcliff Academy", force=force)
    okafor, lund, reyes, adeyemi, hale = make_staff(
        organisation=thornbury,
        roles={
            "Ms Okafor": Role.DSL,
            "Mr Lund": Role.DEPUTY_DSL,
            "Dr Reyes": Role.HEAD,
            "Mrs Adeyemi": Role.PASTORAL,
            "Mr Hale": Role.GOVERNOR,
        },
    )
    (vance,) = make_staff(organisation=northcliff, roles={"Mr Vance": Role.DSL})
    marsh, flint = make_staff(organisation=force, roles={"PC Marsh": Role.OFFICER, "Sgt Flint": Role.SERGEANT})
    return Cast(
        thornbury=thornbury,
        northcliff=northcliff,
        force=force,
        okafor=okafor,
        lund=lund,
        reyes=reyes,
        adeyemi=adeyemi,
        hale=hale,
        vance=vance,
        marsh=marsh,
        flint=flint,
    )


def signed_in(member: Membership) -> Client:
    """A browser without JavaScript in which this person has signed in, with both factors."""
    client = Client()
    client.force_login(member.account)
    session = client.session
    session[second_factor.KEPT_AS] = str(member.account_id)
    session.save()
    return client
