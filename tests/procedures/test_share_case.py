"""A case is given, led, and closed to whoever has a conflict of interest: at once, and its reports with it."""

from __future__ import annotations

import pytest

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from tests.procedures.situation import arise
from upstander.procedures.cases.assign_lead import NotALead, assign_lead
from upstander.procedures.cases.grant_case import NotGiven, grant_case, take_back_case
from upstander.procedures.cases.wall_off_member import NotWalledOff, wall_off_member
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.assessments.models import Duty
from upstander.records.cases.models import Case
from upstander.records.intake.models import Report


def sees(member: Membership) -> tuple[int, int]:
    """How many cases and reports this person can see."""
    actor = member.actor()
    with asking(actor):
        return Case.objects.visible_to(actor).count(), Report.objects.visible_to(actor).count()


def test_a_given_case_opens_with_its_reports_and_closes_again(cast: Cast) -> None:
    situation = arise(cast)
    actor = cast.okafor.actor()
    assert sees(cast.adeyemi) == (0, 0)

    with asking(actor):
        grant_case(actor=actor, case_id=situation.case.pk, member_id=cast.adeyemi.pk, at=AT)
        grant_case(actor=actor, case_id=situation.case.pk, member_id=cast.adeyemi.pk, at=AT)
    assert sees(cast.adeyemi) == (1, 1)

    with asking(actor):
        take_back_case(actor=actor, case_id=situation.case.pk, member_id=cast.adeyemi.pk, at=AT)
    assert sees(cast.adeyemi) == (0, 0)


@pytest.mark.parametrize("who", ["hale", "vance", "lund"])
def test_a_case_is_given_to_pastoral_staff_only(cast: Cast, who: str) -> None:
    case = arise(cast).case

    with asking(cast.okafor.actor()), pytest.raises(NotGiven):
        grant_case(actor=cast.okafor.actor(), case_id=case.pk, member_id=getattr(cast, who).pk, at=AT)


def test_a_case_is_not_given_through_a_conflict(cast: Cast) -> None:
    case = arise(cast).case
    makers.make_conflict(member=cast.adeyemi, subject_id=case.pk)

    with asking(cast.okafor.actor()), pytest.raises(NotGiven, match="conflict"):
        grant_case(actor=cast.okafor.actor(), case_id=case.pk, member_id=cast.adeyemi.pk, at=AT)


@pytest.mark.parametrize("who", ["lund", "reyes"])
def test_another_lead_takes_over(cast: Cast, who: str) -> None:
    case = arise(cast).case

    with asking(cast.okafor.actor()):
        assign_lead(actor=cast.okafor.actor(), case_id=case.pk, member_id=getattr(cast, who).pk, at=AT)
        assert Case.objects.get(pk=case.pk).lead == getattr(cast, who)


@pytest.mark.parametrize("who", ["adeyemi", "hale", "vance", "marsh"])
def test_only_a_lead_leads(cast: Cast, who: str) -> None:
    case = arise(cast).case

    with asking(cast.okafor.actor()), pytest.raises(NotALead):
        assign_lead(actor=cast.okafor.actor(), case_id=case.pk, member_id=getattr(cast, who).pk, at=AT)


def test_a_conflict_hides_the_case_and_its_reports_at_once(cast: Cast) -> None:
    situation = arise(cast)
    duty = makers.make_duty(assessment=situation.case.assessment, owner=cast.lund)
    assert sees(cast.lund) == (1, 1)

    with asking(cast.okafor.actor()):
        wall_off_member(actor=cast.okafor.actor(), case_id=situation.case.pk, member_id=cast.lund.pk, reason="Uncle.", at=AT)
        assert Duty.objects.get(pk=duty.pk).owner is None

    assert sees(cast.lund) == (0, 0)


def test_pastoral_staff_may_say_that_they_have_a_conflict(cast: Cast) -> None:
    situation = arise(cast)
    for subject in (situation.case.pk, situation.report.pk):
        makers.make_grant(member=cast.adeyemi, subject_id=subject)
    actor = cast.adeyemi.actor()

    with asking(actor):
        wall_off_member(actor=actor, case_id=situation.case.pk, member_id=cast.adeyemi.pk, reason="My niece.", at=AT)

    assert sees(cast.adeyemi) == (0, 0)


def test_the_lead_hands_over_before_a_conflict_is_recorded(cast: Cast) -> None:
    case = arise(cast).case

    with asking(cast.lund.actor()), pytest.raises(NotWalledOff, match="lead it first"):
        wall_off_member(actor=cast.lund.actor(), case_id=case.pk, member_id=cast.okafor.pk, reason="Kin.", at=AT)


def test_somebody_is_left_who_can_handle_it(cast: Cast) -> None:
    case = makers.make_case(lead=cast.vance)
    only = cast.vance.actor()

    with asking(only), pytest.raises(NotWalledOff):
        wall_off_member(actor=only, case_id=case.pk, member_id=cast.vance.pk, reason="Kin.", at=AT)


@pytest.mark.parametrize(("who", "reason", "field"), [("vance", "Kin.", "member"), ("lund", " ", "reason")])
def test_whom_and_why_are_asked_for(cast: Cast, who: str, reason: str, field: str) -> None:
    case = arise(cast).case

    with asking(cast.okafor.actor()), pytest.raises(NotWalledOff) as refused:
        wall_off_member(actor=cast.okafor.actor(), case_id=case.pk, member_id=getattr(cast, who).pk, reason=reason, at=AT)

    assert set(refused.value.sentences) == {field}
