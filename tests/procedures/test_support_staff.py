"""Support for staff: written down by whoever works on the case, read by those who answer for staff and whoever wrote it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from tests.procedures.situation import Situation, arise
from upstander.procedures.acting.support_staff import NotSupported, Offered, support_staff
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.access.requiring import NotPermitted
from upstander.records.assessments.models import Duty
from upstander.records.disclosures.chronology import happened
from upstander.records.investigations.staff_support import StaffSupport

OFFERED = Offered(
    for_whom="Mr Albright", offered="Cover on Friday.", taken_up="open", given="", by_whom="Ms Okafor", on=AT.date()
)


def write(cast: Cast, situation: Situation, *, by: Membership | None = None, **changed: Any) -> StaffSupport:
    actor = (by or cast.okafor).actor()
    with asking(actor):
        return support_staff(actor=actor, case_id=situation.case.pk, offered=replace(OFFERED, **changed), at=AT)


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("for_whom", " ", "for_whom"), ("offered", "", "offered"), ("offered", "x" * 2_001, "offered"),
        ("by_whom", "", "by_whom"),
        ("taken_up", "", "taken_up"), ("taken_up", "yes", "given"), ("on", None, "on"), ("on", AT.date() + timedelta(1), "on"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_beside_its_field(cast: Cast, field: str, value: Any, named: str) -> None:
    with pytest.raises(NotSupported) as refused:
        write(cast, arise(cast), **{field: value})
    assert set(refused.value.sentences) == {named}


def test_the_duty_is_done_when_it_was_given_or_declined(cast: Cast) -> None:
    situation = arise(cast)
    duty = makers.make_duty(assessment=situation.case.assessment, duty="support_staff")

    def is_done() -> bool:
        with asking(cast.okafor.actor()):
            return Duty.objects.get(pk=duty.pk).done_at is not None

    write(cast, situation)
    assert not is_done()
    write(cast, situation, taken_up="no")
    assert is_done()


def test_each_reads_what_is_theirs_to_read(cast: Cast) -> None:
    situation = arise(cast)
    makers.make_grant(member=cast.adeyemi, subject_id=situation.case.pk)
    leads = write(cast, situation, taken_up="yes", given="Mr Lund took the lesson.")
    hers = write(cast, situation, by=cast.adeyemi)
    everything = {leads.pk, hers.pk}
    expected = {
        "okafor": everything,
        "lund": everything,
        "reyes": everything,
        "adeyemi": {hers.pk},
        "hale": set(),
        "vance": set(),
    }
    for who, ought in expected.items():
        actor = getattr(cast, who).actor()
        with asking(actor):
            assert set(StaffSupport.objects.visible_to(actor).values_list("pk", flat=True)) == ought, who
    makers.make_conflict(member=cast.reyes, subject_id=situation.case.pk)
    with asking(cast.reyes.actor()):
        assert not StaffSupport.objects.visible_to(cast.reyes.actor()).exists()


def test_no_chronology_has_it(cast: Cast) -> None:
    situation = arise(cast)
    write(cast, situation, offered="Cover on Zephyrday.")
    with asking(cast.okafor.actor()):
        assert not any("Zephyrday" in it.words or "Albright" in it.about for it in happened(situation.case))


def test_who_may_not_see_the_case_writes_nothing(cast: Cast) -> None:
    situation = arise(cast)
    for who in (cast.adeyemi, cast.hale, cast.vance, cast.marsh):
        with pytest.raises(NotPermitted):
            write(cast, situation, by=who)
