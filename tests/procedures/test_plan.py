"""The plan of looking into it; and while the police look into it, what is asked of a child is confirmed first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from tests.procedures.situation import Situation, arise
from upstander.procedures.looking_into.end_step import NotEnded, end_step
from upstander.procedures.looking_into.plan_step import NotPlanned, plan_step
from upstander.procedures.school.let_member_go import let_member_go
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.access.requiring import NotPermitted
from upstander.records.assessments.assessing import assess
from upstander.records.cases.models import CaseIsClosed, CaseState
from upstander.records.disclosures.chronology import happened
from upstander.records.investigations.limits import limits_on
from upstander.records.investigations.models import PlannedStep


def plan(cast: Cast, situation: Situation, *, by: Membership | None = None, **given: Any) -> PlannedStep:
    by = by or cast.okafor
    usual = {"kind": "adult", "words": "The tutor of 9B, about Friday", "owner_id": cast.lund.pk, "by_day": date(2026, 11, 5)}
    with asking(by.actor()):
        return plan_step(actor=by.actor(), case_id=situation.case.pk, at=AT, **{"within_limits": False, **usual, **given})


def with_police(cast: Cast) -> Situation:
    """A threat that the police look into."""
    situation = arise(cast)
    makers.make_facts(assessment=situation.case.assessment, facts={"serious_threat": "yes"})
    with asking(cast.okafor.actor()):
        assess(situation.case.assessment, at=AT)
    return situation


def test_a_step_has_somebody_and_a_day(cast: Cast) -> None:
    step = plan(cast, arise(cast))

    assert (step.owner_id, step.added_by_id) == (cast.lund.pk, cast.okafor.pk)
    assert step.due_at.date() == date(2026, 11, 5)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"words": " "}, "words"),
        ({"words": "x" * 501}, "words"),
        ({"owner_id": None}, "owner"),
        ({"by_day": None}, "by_day"),
        ({"by_day": AT.date() - timedelta(days=1)}, "by_day"),
    ],
)
def test_what_is_missing_is_said_beside_it(cast: Cast, given: dict[str, Any], field: str) -> None:
    with pytest.raises(NotPlanned) as refused:
        plan(cast, arise(cast), **given)

    assert set(refused.value.sentences) == {field}


def test_nobody_is_given_a_step_of_a_case_that_they_cannot_open(cast: Cast) -> None:
    situation = arise(cast)
    with pytest.raises(NotPlanned, match="cannot open this case"):
        plan(cast, situation, owner_id=cast.adeyemi.pk)
    with pytest.raises(NotPlanned, match="Choose who"):
        plan(cast, situation, owner_id=cast.vance.pk)
    makers.make_grant(member=cast.adeyemi, subject_id=situation.case.pk)
    assert plan(cast, situation, owner_id=cast.adeyemi.pk).owner_id == cast.adeyemi.pk


class TestWhileThePoliceLookIntoIt:
    def test_the_limits_are_in_the_rulebook_s_words(self, cast: Cast) -> None:
        situation = with_police(cast)
        with asking(cast.okafor.actor()):
            limits = limits_on(situation.case)

        assert limits
        assert limits.may[0] == "Establish only the basic facts, and leave questioning to the police"
        assert "Do not question anyone as a suspect" in limits.may_not
        assert limits.because[0].startswith("Before the police have it, the school establishes only the basic facts")

    def test_a_statement_from_a_child_is_confirmed_first(self, cast: Cast) -> None:
        situation = with_police(cast)
        with pytest.raises(NotPlanned) as refused:
            plan(cast, situation, kind="child")

        assert set(refused.value.sentences) == {"within_limits"}
        assert plan(cast, situation, kind="child", within_limits=True).within_limits
        assert not plan(cast, situation, kind="footage").within_limits

    def test_nothing_is_limited_where_the_police_have_no_part(self, cast: Cast) -> None:
        situation = arise(cast)
        with asking(cast.okafor.actor()):
            assess(situation.case.assessment, at=AT)
            assert limits_on(situation.case) is None
        assert plan(cast, situation, kind="child")


class TestTheEndOfAStep:
    @pytest.mark.parametrize("dropped", [True, False])
    def test_it_ends_once_with_a_note_and_stays_on_record(self, cast: Cast, dropped: bool) -> None:
        situation = arise(cast)
        step, actor = plan(cast, situation), cast.lund.actor()

        def end(note: str) -> PlannedStep:
            with asking(actor):
                return end_step(actor=actor, step_id=step.pk, dropped=dropped, note=note, at=AT)

        with pytest.raises(NotEnded, match="why it is dropped" if dropped else "what came of it"):
            end(" ")
        with pytest.raises(NotEnded, match="at most"):
            end("x" * 10_001)
        assert (end("She had not seen it.").dropped_at is not None) == dropped
        with pytest.raises(NotEnded, match="as it is now"):
            end("Again.")
        with asking(actor):
            (event,) = [it for it in happened(situation.case) if it.kind == "step"]
        assert (event.what, event.words, event.by) == ("dropped" if dropped else "done", "She had not seen it.", "Mr Lund")

    def test_it_is_somebody_else_s_when_its_owner_leaves(self, cast: Cast) -> None:
        situation = arise(cast)
        step, hidden = plan(cast, situation), plan(cast, other := arise(cast))
        makers.make_conflict(member=cast.reyes, subject_id=other.case.pk)
        with asking(cast.okafor.actor()):
            let_member_go(actor=cast.okafor.actor(), member_id=cast.lund.pk, successor_id=cast.reyes.pk, at=AT)
            step.refresh_from_db()
            hidden.refresh_from_db()
        assert (step.owner_id, hidden.owner_id) == (cast.reyes.pk, cast.okafor.pk)

    def test_a_closed_case_is_planned_no_more(self, cast: Cast) -> None:
        closed = makers.make_case(lead=cast.okafor, state=CaseState.CLOSED)
        step = makers.make_step(case=closed, by=cast.okafor)
        actor = cast.okafor.actor()
        with asking(actor), pytest.raises(CaseIsClosed):
            end_step(actor=actor, step_id=step.pk, dropped=False, note="So.", at=AT)

    def test_whoever_may_not_see_the_case_ends_nothing(self, cast: Cast) -> None:
        situation = arise(cast)
        step = plan(cast, situation)
        makers.make_conflict(member=cast.lund, subject_id=situation.case.pk)
        for who in (cast.lund, cast.adeyemi, cast.hale, cast.vance, cast.marsh):
            with asking(who.actor()), pytest.raises(NotPermitted):
                end_step(actor=who.actor(), step_id=step.pk, dropped=False, note="So.", at=AT)
            with pytest.raises(NotPermitted):
                plan(cast, situation, by=who)
