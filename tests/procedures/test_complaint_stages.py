from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import Cast
from tests.makers import AT, on_behalf_of
from tests.procedures.letters import DAY
from upstander.procedures.school.set_complaint_stages import NotSet, Step, set_complaint_stages
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.access.requiring import NotPermitted
from upstander.records.audit.models import Entry
from upstander.records.organisations.complaining import USUAL, stages_of, who_sees_to
from upstander.records.organisations.models import ComplaintStage

TALK = Step(name="A talk", to_whom="Ms Okafor", days="5", reach="01305 000000", sees_to="dsl")
HEAD = Step(name="To the  head", to_whom="Dr Reyes", days=" 15", reach="", sees_to="head")
NONE = Step("", " ", "", "", "lead")


def kept(by: Membership, *steps: Step, day: int = 0) -> int:
    with asking(by.actor()):
        return set_complaint_stages(actor=by.actor(), steps=steps, at=AT + day * DAY)


def test_steps_are_in_force_from_now_on_and_the_ones_before_can_be_looked_up(cast: Cast) -> None:
    assert stages_of(cast.thornbury) == USUAL
    assert kept(cast.okafor, TALK, NONE, HEAD, day=1) == 2
    assert kept(cast.okafor, HEAD, day=3) == 1
    names = [[stage.name for stage in stages_of(cast.thornbury, AT + day * DAY)] for day in (0, 1, 2, 3)]
    assert names == [[stage.name for stage in USUAL], ["A talk", "To the head"], ["A talk", "To the head"], ["To the head"]]
    assert [stage.name for stage in stages_of(cast.thornbury)] == ["To the head"]
    assert who_sees_to(cast.thornbury, 2, AT + DAY) == "head"
    assert stages_of(cast.northcliff) == USUAL


def test_the_same_steps_again_begin_nothing_new(cast: Cast) -> None:
    for day in (0, 1):
        kept(cast.reyes, TALK, day=day)
    with on_behalf_of(cast.thornbury.pk):
        assert ComplaintStage.objects.count() == 1
        assert Entry.objects.filter(verb="complaint_stages_set").count() == 1


@pytest.mark.parametrize(
    ("step", "field"),
    [
        (replace(TALK, name=""), "name-1"),
        (replace(TALK, to_whom=" "), "to_whom-1"),
        (replace(TALK, days="soon"), "days-1"),
        (replace(TALK, days="0"), "days-1"),
        (replace(TALK, days="61"), "days-1"),
        (replace(TALK, sees_to="owl"), "sees_to-1"),
        (replace(TALK, reach="x" * 301), "reach-1"),
        (NONE, "name-1"),
    ],
)
def test_says_what_is_missing(cast: Cast, step: Step, field: str) -> None:
    with pytest.raises(NotSet) as refused:
        kept(cast.okafor, step)
    assert field in refused.value.sentences


def test_only_whoever_keeps_the_school_says_so(cast: Cast) -> None:
    for member in (cast.adeyemi, cast.hale, cast.marsh, cast.flint):
        with pytest.raises(NotPermitted):
            kept(member, TALK)


def test_a_step_is_ended_and_never_changed(cast: Cast) -> None:
    kept(cast.okafor, TALK)
    with on_behalf_of(cast.thornbury.pk):
        ComplaintStage.objects.update(until=AT + DAY)
        for words in ("UPDATE organisations_complaintstage SET days = 90", "DELETE FROM organisations_complaintstage"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(words)
