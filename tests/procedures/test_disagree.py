from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from tests.makers import AT, make_conflict, make_report, on_behalf_of
from tests.procedures.letters import DAY, Told, check, make_told, sent, set_in_type
from upstander.kernel.actor import Actor, reporter
from upstander.procedures.returning.disagree import CannotDisagree, NoSuchLetter, TooLong, disagree
from upstander.procedures.telling.answer_complaint import AnswerTellsOfAnother, NotAnswered, answer_complaint
from upstander.procedures.telling.send_letter import send_letter
from upstander.procedures.telling.withdraw_letter import withdraw_letter
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.access.requiring import NotPermitted
from upstander.records.cases.models import Case, CaseState, Family
from upstander.records.disclosures.models import Complaint, Disclosure
from upstander.records.intake.models import Report
from upstander.records.organisations.complaining import USUAL
from upstander.records.organisations.models import ComplaintStage

LATER = AT + 5 * DAY


@pytest.fixture
def told(cast: Cast) -> Told:
    return make_told(cast)


@pytest.fixture
def letter(cast: Cast, told: Told) -> Disclosure:
    return sent(told.robins, cast.okafor, cast.lund)


def holder(report: Report) -> Actor:
    return reporter(report.pk, report.organisation_id)


def answered(family: Family, by: Membership, second: Membership, *, at: datetime = LATER + DAY, **changed: Any) -> Disclosure:
    given: dict[str, Any] = {"why": "We asked three more pupils. We decide the same.", **changed}
    with asking(by.actor()):
        letter = answer_complaint(actor=by.actor(), family_id=family.pk, at=at, **given)
    checked = check(set_in_type(letter, by), second, at=at)
    with asking(second.actor()):
        return send_letter(actor=second.actor(), disclosure_id=checked.pk, at=at)


def test_the_first_step_begins_with_its_day_in_school_days(cast: Cast, told: Told, letter: Disclosure) -> None:
    complaint = disagree(holder(told.report), letter.pk, "Nobody asked her friends.", at=LATER)
    assert (complaint.stage, complaint.stage_name, complaint.days) == (1, USUAL[0].name, 5)
    assert complaint.answer_by.isoformat() == "2026-11-13T16:00:00+00:00"
    again = disagree(holder(told.report), letter.pk, "Again.", at=LATER)
    assert (again.pk, again.words) == (complaint.pk, "Nobody asked her friends.")


def test_nobody_has_to_give_reasons_but_there_is_an_end(told: Told, letter: Disclosure) -> None:
    with pytest.raises(TooLong):
        disagree(holder(told.report), letter.pk, "a" * 10_001, at=LATER)
    assert disagree(holder(told.report), letter.pk, "", at=LATER).words == ""


def test_the_school_s_own_steps_take_the_place_of_the_usual_ones(cast: Cast, told: Told, letter: Disclosure) -> None:
    with on_behalf_of(cast.thornbury.pk):
        ComplaintStage.objects.create(organisation=cast.thornbury, number=1, name="Step A", to_whom="Dr Reyes", days=2)
    complaint = disagree(holder(told.report), letter.pk, "", at=LATER)
    assert (complaint.stage_name, complaint.to_whom, complaint.answer_by.day) == ("Step A", "Dr Reyes", 10)


def test_each_answer_names_the_next_step_until_the_last(cast: Cast, told: Told, letter: Disclosure) -> None:
    for place, stage in enumerate(USUAL):
        complaint = disagree(holder(told.report), letter.pk, "", at=LATER)
        assert complaint.stage_name == stage.name
        with pytest.raises(CannotDisagree), transaction.atomic():
            disagree(holder(told.report), _other_letter(letter, cast), "", at=LATER)
        letter = answered(told.robins, cast.okafor, cast.lund)
        words = " ".join(letter.text.split())
        assert f"This was “{stage.name}”." in words
        assert (f"The next step is “{USUAL[place + 1].name}”" in words) if stage != USUAL[-1] else ("last step" in words)
        with on_behalf_of(cast.thornbury.pk):
            complaint.refresh_from_db()
            assert (complaint.answer_id, complaint.answered_at) == (letter.pk, letter.sent_at)
    with pytest.raises(CannotDisagree):
        disagree(holder(told.report), letter.pk, "", at=LATER)


def _other_letter(letter: Disclosure, cast: Cast) -> Any:
    """Another letter to the same family, while the complaint about the first is open."""
    with on_behalf_of(cast.thornbury.pk):
        copy = Disclosure.objects.get(pk=letter.pk)
        copy.pk, copy._state.adding = None, True
        copy.id = Disclosure._meta.get_field("id").get_default()
        copy.save(force_insert=True)
        return copy.pk


def test_a_complaint_is_answered_also_when_the_case_is_closed(cast: Cast, told: Told, letter: Disclosure) -> None:
    with on_behalf_of(cast.thornbury.pk):
        Family.objects.filter(case=told.case).update(told_at=LATER)
        Case.objects.filter(pk=told.case.pk).update(state=CaseState.CLOSED, closed_at=LATER, closed_by=cast.okafor)
    disagree(holder(told.report), letter.pk, "", at=LATER)
    assert answered(told.robins, cast.okafor, cast.lund).sent_at


def test_an_answer_that_is_taken_back_leaves_the_complaint_open(cast: Cast, told: Told, letter: Disclosure) -> None:
    disagree(holder(told.report), letter.pk, "", at=LATER)
    answer = answered(told.robins, cast.okafor, cast.lund)
    with asking(cast.lund.actor()):
        withdraw_letter(actor=cast.lund.actor(), disclosure_id=answer.pk, because="A wrong day.", at=LATER + 2 * DAY)
        assert Complaint.objects.open().exists()
        assert Family.objects.get(pk=told.robins.pk).told_at


def test_the_answer_is_held_when_its_words_may_tell_of_another_child(cast: Cast, told: Told, letter: Disclosure) -> None:
    with asking(cast.okafor.actor()), pytest.raises(NotAnswered, match="no complaint"):
        answer_complaint(actor=cast.okafor.actor(), family_id=told.robins.pk, why="So.", at=LATER)
    disagree(holder(told.report), letter.pk, "", at=LATER)
    with asking(cast.okafor.actor()):
        with pytest.raises(AnswerTellsOfAnother, match="Kowalska"):
            answer_complaint(actor=cast.okafor.actor(), family_id=told.robins.pk, why="The Kowalskas know.", at=LATER)
        with pytest.raises(NotAnswered, match="Write what"):
            answer_complaint(actor=cast.okafor.actor(), family_id=told.robins.pk, why=" ", at=LATER)


def test_nobody_else_s_letter_is_disagreed_with_and_nobody_else_reads_a_complaint(
    cast: Cast, told: Told, letter: Disclosure
) -> None:
    other = make_report(organisation=cast.thornbury, code="9918273645500017")
    with pytest.raises(NoSuchLetter):
        disagree(holder(other), letter.pk, "", at=LATER)
    disagree(holder(told.report), letter.pk, "Mine.", at=LATER)
    make_conflict(member=cast.reyes, subject_id=told.case.pk)
    for actor, sees in (
        (holder(told.report), True),
        (holder(other), False),
        (cast.okafor.actor(), True),
        (cast.reyes.actor(), False),
        (cast.adeyemi.actor(), False),
        (cast.vance.actor(), False),
        (cast.marsh.actor(), False),
    ):
        with asking(actor):
            assert Complaint.objects.visible_to(actor).exists() is sees
    for member in (cast.reyes, cast.adeyemi, cast.hale, cast.vance, cast.marsh):
        with asking(member.actor()), pytest.raises(NotPermitted):
            answer_complaint(actor=member.actor(), family_id=told.robins.pk, why="So.", at=LATER)


def test_what_they_said_stays_as_they_said_it(cast: Cast, told: Told, letter: Disclosure) -> None:
    disagree(holder(told.report), letter.pk, "Mine.", at=LATER)
    with on_behalf_of(cast.thornbury.pk):
        changes: list[dict[str, Any]] = [{"words": "Theirs."}, {"answer_by": LATER + 90 * DAY}, {"stage": 3}]
        for change in changes:
            with pytest.raises(IntegrityError, match="kept as it was made"), transaction.atomic():
                Complaint.objects.update(**change)
        with pytest.raises(IntegrityError, match="kept as it was made"), transaction.atomic():
            Complaint.objects.all().delete()
