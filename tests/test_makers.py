"""The makers make rows that hold together, and show them to nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from upstander.records.access.asking import asking
from upstander.records.access.models import Role
from upstander.records.cases.models import Case, Family, Part
from upstander.records.evidence.models import Item
from upstander.records.intake.models import Report


def test_a_whole_case_can_be_made(cast: Cast) -> None:
    report = makers.make_report(organisation=cast.thornbury, taken_by=cast.okafor, code=makers.make_code())
    case = makers.make_case(lead=cast.okafor, reports=[report])
    family = makers.make_family(case=case, report=report)
    other = makers.make_child(organisation=cast.thornbury, name="Sam Birch")
    makers.make_involvement(case=case, person=other, part=Part.DISPLAYING)
    makers.make_note(case=case, by=cast.okafor)
    makers.make_message(report=report, by=cast.okafor, is_question=True)
    makers.make_finding(case=case, by=cast.okafor)
    makers.make_measure(case=case, child=family.child, by=cast.okafor)
    makers.make_verdict(assessment=case.assessment)
    makers.make_duty(assessment=case.assessment, due_at=AT - timedelta(days=1))
    makers.make_item(report=report, content=b"as it came", copy=b"to show")

    with asking(cast.okafor.actor()):
        assert Case.objects.visible_to(cast.okafor.actor()).get() == case
        assert Family.objects.visible_to(cast.okafor.actor()).waiting().get() == family
        assert Item.objects.visible_to(cast.okafor.actor()).count() == 1


def test_nobody_asks_after_a_maker(cast: Cast) -> None:
    makers.make_case(lead=cast.okafor)

    assert Report.objects.count() == 0
    assert Case.objects.count() == 0


def test_a_maker_leaves_the_question_that_was_being_asked(cast: Cast) -> None:
    with asking(cast.vance.actor()):
        makers.make_case(lead=cast.okafor)
        assert Case.objects.count() == 0
        makers.make_case(lead=cast.vance)
        assert Case.objects.count() == 1


@pytest.mark.parametrize("role", Role)
def test_everybody_has_an_actor(cast: Cast, role: str) -> None:
    actor = makers.make_member(organisation=cast.thornbury, role=role).actor()

    assert (actor.role, actor.organisation_id) == (role, cast.thornbury.pk)
