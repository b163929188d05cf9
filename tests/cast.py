"""Who the tests are about: named people, the one who must never get in among them."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client

from tests.makers import make_force, make_member, make_school
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
    return Cast(
        thornbury=thornbury,
        northcliff=northcliff,
        force=force,
        okafor=make_member(organisation=thornbury, name="Ms Okafor", role=Role.DSL),
        lund=make_member(organisation=thornbury, name="Mr Lund", role=Role.DEPUTY_DSL),
        reyes=make_member(organisation=thornbury, name="Dr Reyes", role=Role.HEAD),
        adeyemi=make_member(organisation=thornbury, name="Mrs Adeyemi", role=Role.PASTORAL),
        hale=make_member(organisation=thornbury, name="Mr Hale", role=Role.GOVERNOR),
        vance=make_member(organisation=northcliff, name="Mr Vance", role=Role.DSL),
        marsh=make_member(organisation=force, name="PC Marsh", role=Role.OFFICER),
        flint=make_member(organisation=force, name="Sgt Flint", role=Role.SERGEANT),
    )


def signed_in(member: Membership) -> Client:
    """A browser without JavaScript in which this person has signed in, with both factors."""
    client = Client()
    client.force_login(member.account)
    session = client.session
    session[second_factor.KEPT_AS] = str(member.account_id)
    session.save()
    return client
