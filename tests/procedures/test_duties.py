"""Duties are taken and done by name, except those of which the record itself shows that they are done."""

from __future__ import annotations

import pytest

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from tests.procedures.situation import arise
from upstander.procedures.triage.finish_duty import SHOWN_BY_THE_RECORD, NotFinished, finish_duty
from upstander.procedures.triage.take_duty import NotToTake, take_duty
from upstander.records.access.asking import asking


def test_a_duty_is_taken_and_done(cast: Cast) -> None:
    duty = makers.make_duty(assessment=arise(cast).case.assessment, duty="review_date")
    actor = cast.lund.actor()

    with asking(actor):
        assert take_duty(actor=actor, duty_id=duty.pk, at=AT).owner_id == cast.lund.pk
        done = finish_duty(actor=actor, duty_id=duty.pk, note="17 November.", at=AT)
        with pytest.raises(NotToTake):
            take_duty(actor=actor, duty_id=duty.pk, at=AT)
        with pytest.raises(NotFinished):
            finish_duty(actor=actor, duty_id=duty.pk, note="Again.", at=AT)

    assert (done.done_by, done.done_at, done.done_note) == ("Mr Lund", AT, "17 November.")


@pytest.mark.parametrize("duty", SHOWN_BY_THE_RECORD)
def test_nobody_ticks_what_the_record_shows(cast: Cast, duty: str) -> None:
    made = makers.make_duty(assessment=arise(cast).case.assessment, duty=duty)

    with asking(cast.lund.actor()), pytest.raises(NotFinished):
        finish_duty(actor=cast.lund.actor(), duty_id=made.pk, note="Done.", at=AT)


def test_the_forces_duty_is_not_the_schools_to_do(cast: Cast) -> None:
    made = makers.make_duty(assessment=arise(cast).case.assessment, duty="offer_advice_to_school", actor="force")

    with asking(cast.lund.actor()):
        with pytest.raises(NotToTake):
            take_duty(actor=cast.lund.actor(), duty_id=made.pk, at=AT)
        with pytest.raises(NotFinished):
            finish_duty(actor=cast.lund.actor(), duty_id=made.pk, note="Done.", at=AT)


def test_it_is_said_how_it_was_done(cast: Cast) -> None:
    made = makers.make_duty(assessment=arise(cast).case.assessment, duty="review_date")

    with asking(cast.lund.actor()), pytest.raises(NotFinished) as refused:
        finish_duty(actor=cast.lund.actor(), duty_id=made.pk, note=" ", at=AT)

    assert set(refused.value.sentences) == {"note"}
