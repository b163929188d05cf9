from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from tests.makers import AT, make_conflict, make_facts, make_report, on_behalf_of
from tests.procedures.letters import DAY, Told, check, composed, let_stand, make_told, sent, set_in_type
from upstander.kernel.actor import Actor, reporter
from upstander.procedures.cases.close_case import NEVER_LEFT, close_case
from upstander.procedures.returning.disagree import CannotDisagree, NoSuchLetter, TooLong, disagree
from upstander.procedures.school.set_complaint_stages import Step, set_complaint_stages
from upstander.procedures.telling.answer_complaint import AnswerTellsOfAnother, NotAnswered, answer_complaint
from upstander.procedures.telling.record_posted_letter import record_posted_letter
from upstander.procedures.telling.send_letter import send_letter
from upstander.procedures.telling.take_down_disagreement import NotTakenDown, take_down_disagreement
from upstander.procedures.telling.withdraw_letter import withdraw_letter
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.access.requiring import NotPermitted
from upstander.records.assessments.assessing import assess
from upstander.records.assessments.models import Duty
from upstander.records.cases.models import Case, CaseState, Family
from upstander.records.disclosures.models import Complaint, Disclosure
from upstander.records.intake.models import Report
from upstander.records.organisations.complaining import USUAL
from upstander.records.organisations.models import ComplaintStage
from upstander.records.outbox.models import Message as Email

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
        ComplaintStage.objects.create(
            organisation=cast.thornbury, number=1, name="Step A", to_whom="Dr Reyes", days=2, sees_to="head", since=AT
        )
    complaint = disagree(holder(told.report), letter.pk, "", at=LATER)
    assert (complaint.stage_name, complaint.to_whom, complaint.answer_by.day) == ("Step A", "Dr Reyes", 10)
    assert owed(complaint).owner == cast.reyes


def test_the_steps_that_a_letter_speaks_of_stay_true_for_whoever_got_it(cast: Cast, told: Told, letter: Disclosure) -> None:
    step = Step(name="Step B", to_whom="Dr Reyes", days="3", reach="01305 000000", sees_to="head")
    with asking(cast.reyes.actor()):
        set_complaint_stages(actor=cast.reyes.actor(), steps=[step], at=LATER)
    assert disagree(holder(told.report), letter.pk, "", at=LATER + DAY).stage_name == USUAL[0].name
    answer = answered(told.robins, cast.okafor, cast.lund, at=LATER + 2 * DAY)
    assert "last step" in " ".join(answer.text.split()), "the steps of today have no second one"


def owed(complaint: Complaint) -> Duty:
    with on_behalf_of(complaint.organisation_id):
        return Duty.objects.select_related("owner").get(about_id=complaint.pk, withdrawn_at=None)


def test_it_is_owed_by_whoever_looks_at_that_stage_until_it_is_answered(cast: Cast, told: Told, letter: Disclosure) -> None:
    complaint = disagree(holder(told.report), letter.pk, "", at=LATER)
    duty = owed(complaint)
    assert (duty.owner, duty.due_at, duty.actor) == (cast.okafor, complaint.answer_by, "school")
    with on_behalf_of(cast.thornbury.pk):
        (email,) = Email.objects.filter(key__startswith="complaint:")
    assert email.to_address == cast.okafor.account.email
    assert "Robin" not in email.subject + email.body
    answer = answered(told.robins, cast.lund, cast.okafor)
    assert owed(complaint).done_by == "Ms Okafor"
    with asking(cast.okafor.actor()):
        withdraw_letter(actor=cast.okafor.actor(), disclosure_id=answer.pk, because="A wrong day.", at=LATER + 2 * DAY)
        assert Duty.objects.open().filter(about_id=complaint.pk).count() == 1


def test_new_facts_and_closing_the_case_leave_it_owed(cast: Cast, told: Told, letter: Disclosure) -> None:
    complaint = disagree(holder(told.report), letter.pk, "", at=LATER)
    make_facts(assessment=told.case.assessment, facts={"repeated": "no"}, at=LATER)
    with asking(cast.okafor.actor()):
        assess(told.case.assessment, at=LATER)
        Family.objects.filter(case=told.case).update(told_at=LATER)
        Duty.objects.open().filter(duty__in=NEVER_LEFT).update(done_at=LATER, done_by="Ms Okafor")
        close_case(actor=cast.okafor.actor(), case_id=told.case.pk, words="Told.", at=LATER)
    assert owed(complaint).done_at is None


def test_somebody_whom_a_conflict_keeps_from_the_case_looks_at_no_complaint_about_it(
    cast: Cast, told: Told, letter: Disclosure
) -> None:
    with on_behalf_of(cast.thornbury.pk):
        ComplaintStage.objects.create(
            organisation=cast.thornbury, number=1, name="Step A", to_whom="Dr Reyes", days=2, sees_to="head", since=AT
        )
    make_conflict(member=cast.reyes, subject_id=told.case.pk)
    assert owed(disagree(holder(told.report), letter.pk, "", at=LATER)).owner == cast.okafor


class TestTakenDown:
    def test_for_a_family_without_a_code_and_the_days_count_from_when_they_said_it(self, cast: Cast, told: Told) -> None:
        letter = set_in_type(composed(told.jesses, cast.okafor, hold_it=True), cast.okafor)
        let_stand(letter, cast.lund)
        checked = check(letter, cast.lund)
        with asking(cast.lund.actor()):
            posted = record_posted_letter(
                actor=cast.lund.actor(), disclosure_id=checked.pk, way="posted", on=(AT + 2 * DAY).date(), at=AT + 3 * DAY
            )
        complaint = taken_down(cast.lund, posted, said_on=(LATER - DAY).date())
        assert (complaint.report_id, complaint.taken_by, complaint.way) == (None, cast.lund, "phone")
        assert complaint.made_at.date() == (LATER - DAY).date()
        assert complaint.answer_by.isoformat() == "2026-11-13T16:00:00+00:00"
        assert owed(complaint).owner == cast.okafor

    def test_says_what_is_missing_and_begins_once(self, cast: Cast, told: Told, letter: Disclosure) -> None:
        for wrong, field in (
            ({"way": "owl"}, "way"),
            ({"said_on": None}, "said"),
            ({"said_on": (LATER + DAY).date()}, "said"),
            ({"said_on": AT.date()}, "said"),
            ({"words": "a" * 10_001}, "words"),
        ):
            with pytest.raises(NotTakenDown) as refused:
                taken_down(cast.okafor, letter, **wrong)
            assert list(refused.value.sentences) == [field]
        assert taken_down(cast.okafor, letter).report_id == told.report.pk
        with pytest.raises(NotTakenDown, match="no stage"):
            taken_down(cast.okafor, letter)

    def test_by_nobody_who_may_not_see_the_case(self, cast: Cast, told: Told, letter: Disclosure) -> None:
        make_conflict(member=cast.reyes, subject_id=told.case.pk)
        for member in (cast.reyes, cast.adeyemi, cast.hale, cast.vance, cast.marsh):
            with pytest.raises(NotPermitted):
                taken_down(member, letter)


def taken_down(by: Membership, letter: Disclosure, **changed: Any) -> Complaint:
    given: dict[str, Any] = {"way": "phone", "said_on": LATER.date(), "words": "Nobody asked.", **changed}
    with asking(by.actor()):
        return take_down_disagreement(actor=by.actor(), letter_id=letter.pk, at=LATER, **given)


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
