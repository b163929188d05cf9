"""A case cannot close while a family waits: not by the procedure, and not behind its back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from tests.procedures.situation import arise
from upstander.procedures.cases.close_case import FamiliesWait, NoClosingWords, NotLookedInto, StillToDo, close_case
from upstander.procedures.telling.decide_not_to_tell import NotDecided, decide_not_to_tell
from upstander.procedures.triage.finish_duty import finish_duty
from upstander.records.access.asking import asking
from upstander.records.cases.models import Case, CaseIsClosed, CaseState, Family

REVIEW = date(2026, 12, 1)


def test_it_closes_when_each_family_was_told_or_need_not_be(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor)
    makers.make_family(case=case, told_at=AT)
    makers.make_finding(case=case, by=cast.okafor)
    other = makers.make_child(organisation=cast.thornbury, name="Sam Birch")
    waiting = makers.make_family(case=case, child=other, part="displaying")
    actor = cast.okafor.actor()

    with asking(actor):
        decide_not_to_tell(actor=actor, family_id=waiting.pk, ground="police", why="PC Marsh asked.", review_on=REVIEW, at=AT)
        closed = close_case(actor=actor, case_id=case.pk, words="It has stopped.", at=AT)

    assert (closed.state, closed.closed_by_id, closed.closed_at) == (CaseState.CLOSED, cast.okafor.pk, AT)


def test_it_says_how_many_families_wait_and_whose(cast: Cast) -> None:
    situation = arise(cast)
    makers.make_finding(case=situation.case, by=cast.okafor)

    with asking(cast.okafor.actor()), pytest.raises(FamiliesWait) as refused:
        close_case(actor=cast.okafor.actor(), case_id=situation.case.pk, words="Over.", at=AT)

    assert str(refused.value).startswith("2 families wait to hear: Robin Ashdown, Sam Birch.")


def test_the_database_refuses_it_too(cast: Cast) -> None:
    case = arise(cast).case

    with asking(cast.okafor.actor()), pytest.raises(IntegrityError, match="a family still waits"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state=CaseState.CLOSED, closed_at=AT, closed_by=cast.okafor)


def test_the_database_refuses_it_where_a_childs_family_has_been_left_out(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor)
    makers.make_family(case=case, told_at=AT)
    elsewhere = makers.make_child(organisation=cast.thornbury, name="Toby Elsewhere", school_name="Northcliff Academy")
    makers.make_involvement(case=case, person=elsewhere, part="displaying")
    with asking(cast.okafor.actor()), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state=CaseState.CLOSED, closed_at=AT, closed_by=cast.okafor)
        transaction.set_rollback(True)

    makers.make_involvement(case=case, person=makers.make_child(organisation=cast.thornbury, name="Sam Birch"), part="displaying")

    with asking(cast.okafor.actor()), pytest.raises(IntegrityError, match="a family is forgotten"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state=CaseState.CLOSED, closed_at=AT, closed_by=cast.okafor)


def test_no_family_begins_to_wait_in_a_closed_case(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor, state=CaseState.CLOSED)

    with pytest.raises(IntegrityError, match="the case is closed"), transaction.atomic():
        makers.make_family(case=case)


def test_it_is_not_closed_before_it_was_looked_into(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor)
    makers.make_family(case=case, told_at=AT)

    with asking(cast.okafor.actor()), pytest.raises(NotLookedInto, match="what you found"):
        close_case(actor=cast.okafor.actor(), case_id=case.pk, words="Over.", at=AT)


def test_it_is_not_closed_while_nobody_is_said_to_be_targeted(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor)

    with asking(cast.okafor.actor()), pytest.raises(NotLookedInto, match="who was targeted"):
        close_case(actor=cast.okafor.actor(), case_id=case.pk, words="Over.", at=AT)


def test_it_asks_for_closing_words_and_closes_once(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor)
    makers.make_family(case=case, told_at=AT)
    makers.make_finding(case=case, by=cast.okafor)
    actor = cast.okafor.actor()

    with asking(actor):
        with pytest.raises(NoClosingWords):
            close_case(actor=actor, case_id=case.pk, words=" ", at=AT)
        close_case(actor=actor, case_id=case.pk, words="Over.", at=AT)
        with pytest.raises(CaseIsClosed):
            close_case(actor=actor, case_id=case.pk, words="Over.", at=AT)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ground": "busy"}, "ground"),
        ({"why": ""}, "why"),
        ({"review_on": None}, "review_on"),
        ({"review_on": AT.date()}, "review_on"),
        ({"review_on": AT.date() + timedelta(days=400)}, "review_on"),
    ],
)
def test_not_telling_needs_a_ground_reasons_and_a_day(cast: Cast, change: dict[str, object], field: str) -> None:
    family = arise(cast).robins_family
    given = {"ground": "harm", "why": "He would be beaten.", "review_on": REVIEW, **change}

    with asking(cast.okafor.actor()), pytest.raises(NotDecided) as refused:
        decide_not_to_tell(actor=cast.okafor.actor(), family_id=family.pk, at=AT, **given)  # type: ignore[arg-type]

    assert set(refused.value.sentences) == {field}


def test_whoever_was_told_cannot_be_untold(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor)
    family = makers.make_family(case=case, told_at=AT)

    with asking(cast.okafor.actor()), pytest.raises(NotDecided, match="told already"):
        decide_not_to_tell(actor=cast.okafor.actor(), family_id=family.pk, ground="harm", why="So.", review_on=REVIEW, at=AT)


def test_a_reason_not_to_tell_keeps_who_when_and_why(cast: Cast) -> None:
    family = arise(cast).robins_family
    actor = cast.okafor.actor()

    with asking(actor):
        decide_not_to_tell(actor=actor, family_id=family.pk, ground="court", why="Order of 3 May.", review_on=REVIEW, at=AT)
        kept = Family.objects.get(pk=family.pk)

    assert (kept.not_told_by_id, kept.not_told_at, kept.review_on) == (cast.okafor.pk, AT, REVIEW)
    assert kept.not_told_reason == "A court order forbids it: Order of 3 May."


def test_what_protects_a_child_is_done_first_and_the_rest_is_withdrawn_in_the_open(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor)
    makers.make_family(case=case, told_at=AT)
    makers.make_finding(case=case, by=cast.okafor)
    safe = makers.make_duty(assessment=case.assessment, duty="check_safety_now")
    later = makers.make_duty(assessment=case.assessment, duty="review_date")
    actor = cast.okafor.actor()

    with asking(actor):
        with pytest.raises(StillToDo, match="protects a child"):
            close_case(actor=actor, case_id=case.pk, words="Over.", at=AT)
        finish_duty(actor=actor, duty_id=safe.pk, note="Seen, and safe.", at=AT)
        close_case(actor=actor, case_id=case.pk, words="Over.", at=AT)
        later.refresh_from_db()

    assert later.withdrawn_at == AT
    assert "closed by Ms Okafor" in later.withdrawn_because


def test_a_lawful_reason_ends_the_duty_to_tell_once_no_family_of_that_kind_waits(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor)
    first = makers.make_family(case=case)
    second = makers.make_family(case=case, child=makers.make_child(organisation=cast.thornbury, name="Sam Birch"))
    duty = makers.make_duty(assessment=case.assessment, duty="tell_target_family_outcome")
    actor = cast.okafor.actor()

    with asking(actor):
        decide_not_to_tell(actor=actor, family_id=first.pk, ground="court", why="The order of May.", review_on=REVIEW, at=AT)
        duty.refresh_from_db()
        assert duty.done_at is None
        decide_not_to_tell(actor=actor, family_id=second.pk, ground="court", why="The order of May.", review_on=REVIEW, at=AT)
        duty.refresh_from_db()

    assert duty.done_at == AT
    assert duty.done_by == "Ms Okafor"
