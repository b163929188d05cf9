"""Some weeks later the family and the child are asked whether it has stopped; where it has not, the case is open again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from tests import makers
from tests.cast import Cast
from tests.makers import AT, on_behalf_of
from tests.procedures.letters import DAY, Told, make_told, sent
from tests.procedures.situation import arise
from tests.procedures.test_record_finding import LATER, find
from upstander.kernel.actor import Actor, reporter
from upstander.procedures.cases.close_case import FamiliesWait, MayHaveStartedAgain, close_case
from upstander.procedures.cases.reopen_case import NotReopened, reopen_case
from upstander.procedures.finding.ask_families import ask_families
from upstander.procedures.finding.record_measure import record_measure
from upstander.procedures.finding.settle_recurrence import NotSettled, settle_recurrence
from upstander.procedures.finding.take_down_check import NotTakenDown, take_down_check
from upstander.procedures.returning.say_whether_it_stopped import NotSaid, say_whether_it_stopped
from upstander.procedures.telling.decide_not_to_tell import decide_not_to_tell
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.access.requiring import NotPermitted
from upstander.records.assessments.assessing import known_facts
from upstander.records.assessments.models import Duty
from upstander.records.audit.models import Entry
from upstander.records.cases.milestones import reach
from upstander.records.cases.models import Case, CaseState, Family
from upstander.records.disclosures.models import Disclosure
from upstander.records.intake.models import Stage
from upstander.records.investigations.models import Check, CheckAnswer, Recurrence, Reopening
from upstander.records.organisations.models import Closure
from upstander.records.outbox.models import Message as Email

FORTNIGHT = AT + 14 * DAY


def closed(cast: Cast) -> Told:
    """Robin's family told by letter, Jess's lawfully not; closed."""
    told = make_told(cast)
    sent(told.robins, cast.okafor, cast.lund)
    actor = cast.okafor.actor()
    with asking(actor):
        reach(told.case, Stage.DECIDED, AT)
        day = (AT + 40 * DAY).date()
        decide_not_to_tell(actor=actor, family_id=told.jesses.pk, ground="police", why="PC Marsh asked.", review_on=day, at=AT)
        Duty.objects.open().filter(assessment=told.case.assessment).update(done_at=AT, done_by="Ms Okafor")
        close_case(actor=actor, case_id=told.case.pk, words="It has stopped.", at=AT + 5 * DAY)
    return told


def say(told: Told, *, stopped: str = "again", safe: str = "yes", words: str = "They began on Monday.") -> CheckAnswer:
    who = reporter(told.report.pk, told.report.organisation_id)
    return say_whether_it_stopped(who, stopped=stopped, safe=safe, words=words, at=FORTNIGHT)


def of(cast: Cast, row: Callable[[], object]) -> object:
    with asking(cast.okafor.actor()):
        return row()


def dates(cast: Cast) -> list[tuple[str, datetime]]:
    with asking(cast.okafor.actor()):
        return list(Check.objects.open().soonest_first().values_list("asks", "due_at"))


class TestTheDates:
    def test_a_finding_sets_them_for_family_and_child_14_and_28_days_later(self, cast: Cast) -> None:
        find(cast, arise(cast))

        by_day = {(asks, at.date() - LATER.date()) for asks, at in dates(cast)}
        assert by_day == {(asks, timedelta(days=n)) for asks in ("family", "child") for n in (14, 28)}
        with asking(cast.okafor.actor()):
            assert set(Check.objects.values_list("child__name", flat=True)) == {"Robin Ashdown"}

    def test_they_fall_on_a_day_when_somebody_is_at_school(self, cast: Cast) -> None:
        with on_behalf_of(cast.thornbury.pk):
            first, last = LATER.date() + 14 * DAY, LATER.date() + 16 * DAY
            Closure.objects.create(organisation=cast.thornbury, first_day=first, last_day=last, reason="Half-term")
        find(cast, arise(cast))

        assert min(at for _, at in dates(cast)).date() == LATER.date() + 19 * DAY  # Wednesday to Friday, then a weekend

    def test_setting_them_does_the_duty_to_set_a_date(self, cast: Cast) -> None:
        situation = arise(cast)
        makers.make_facts(assessment=situation.case.assessment, facts={"repeated": "yes"})
        find(cast, situation)

        with asking(cast.okafor.actor()):
            duty = Duty.objects.get(duty="review_date")
        assert duty.done_note == "The family and the child are asked on 18 November and 2 December."

    def test_a_later_finding_sets_them_anew(self, cast: Cast) -> None:
        situation = arise(cast)
        find(cast, situation)
        find(cast, situation, outcome="not_established")

        with asking(cast.okafor.actor()):
            assert Check.objects.open().count() == 4
            assert Check.objects.exclude(withdrawn_at=None).count() == 4

    def test_what_is_done_sets_them_where_nothing_is_to_be_asked_any_more(self, cast: Cast) -> None:
        situation = arise(cast)

        def act() -> int:
            with asking(cast.okafor.actor()):
                record_measure(
                    actor=cast.okafor.actor(), case_id=situation.case.pk, child_id=situation.robin.pk, kind="check_ins",
                    words="", from_day=LATER.date(), at=LATER,
                )  # fmt: skip
                return Check.objects.open().count()

        assert act() == 0  # before anything was decided
        find(cast, situation)
        assert act() == 4
        with asking(cast.okafor.actor()):
            Check.objects.update(answered_at=LATER)
        assert act() == 4


class TestAskingTheFamily:
    def test_it_waits_behind_the_code_with_an_e_mail_that_says_nothing(self, cast: Cast) -> None:
        told = make_told(cast)
        check = makers.make_check(case=told.case, child=told.robins.child)
        makers.make_check(case=told.case, child=told.robins.child, asks="child")
        who = reporter(told.report.pk)
        with asking(who):
            assert not Check.objects.visible_to(who).exists()

        assert ask_families(at=check.due_at - DAY) == 0
        assert ask_families(at=check.due_at - timedelta(hours=8)) == 1
        assert ask_families(at=check.due_at) == 0

        with asking(who):
            assert [it.pk for it in Check.objects.visible_to(who)] == [check.pk]
        with asking(cast.okafor.actor()):
            email = Email.objects.get(key=f"check:{check.pk}")
        assert email.subject == "There is something to read"
        assert "Robin" not in email.body

    def test_nobody_asks_a_family_without_a_code_or_that_is_not_told(self, cast: Cast) -> None:
        told = make_told(cast)
        makers.make_check(case=told.case, child=told.jesses.child)
        check = makers.make_check(case=told.case, child=told.robins.child)
        with asking(cast.okafor.actor()):
            why = {"not_told_at": AT, "not_told_by": cast.okafor, "not_told_reason": "A court order."}
            Family.objects.filter(pk=told.robins.pk).update(**why)

        assert ask_families(at=FORTNIGHT) == 0
        with asking(cast.okafor.actor()):
            assert [it.child_id for it in Check.objects.askable()] == [told.jesses.child_id]
        with pytest.raises(NotTakenDown):
            take_down(cast, told.case, cast.okafor.actor(), check.pk)

    def test_nobody_is_asked_behind_the_code_of_somebody_who_must_not_be_told(self, cast: Cast) -> None:
        told = make_told(cast)
        check = makers.make_check(case=told.case, child=told.robins.child)
        who = told.report.reporter_name.upper()
        makers.make_carer(child=told.robins.child, by=cast.okafor, name=who, why_not="A court order.")
        assert ask_families(at=check.due_at) == 0
        with asking(cast.okafor.actor()):
            assert Check.objects.askable().get() == check


class TestTheFamilySaysThatItStartedAgain:
    def test_a_closed_case_is_open_again_on_record(self, cast: Cast) -> None:
        told = closed(cast)

        say(told)

        with asking(cast.okafor.actor()):
            case = Case.objects.get(pk=told.case.pk)
            reopening = Reopening.objects.get()
            entry = Entry.objects.get(verb="said whether it stopped")
        assert (case.state, case.closed_at, case.closed_by_id) == (CaseState.OPEN, None, None)
        assert reopening.reason == "Robin Ashdown’s family said that it goes on, or has started again."
        assert (reopening.closed_at, reopening.closing_words) == (AT + 5 * DAY, "It has stopped.")
        assert entry.detail == {"stopped": "again", "safe": "yes", "again": True}

    def test_it_is_on_the_list_and_a_fact(self, cast: Cast) -> None:
        told = closed(cast)

        say(told)

        with asking(cast.okafor.actor()):
            assert Recurrence.objects.open().get().case_id == told.case.pk
            assert known_facts(told.case.assessment)["continued_after_action"] == "yes"

    def test_the_family_waits_to_hear_and_keeps_its_letter(self, cast: Cast) -> None:
        told = closed(cast)

        say(told)

        with asking(cast.okafor.actor()):
            robins, jesses = Family.objects.get(pk=told.robins.pk), Family.objects.get(pk=told.jesses.pk)
            assert (robins.told_at, robins.waiting_since) == (None, FORTNIGHT)
            assert jesses.not_told_at == AT
            assert Disclosure.objects.get(family=told.robins).withdrawn_at is None
            assert Duty.objects.open().filter(duty="tell_target_family_outcome").count() == 1

    def test_it_does_not_close_again_in_silence(self, cast: Cast) -> None:
        told = closed(cast)
        say(told)
        actor = cast.okafor.actor()

        def close() -> None:
            with asking(actor):
                close_case(actor=actor, case_id=told.case.pk, words="Over.", at=FORTNIGHT)

        with pytest.raises(FamiliesWait):
            close()
        with asking(actor), pytest.raises(IntegrityError, match="a family still waits"), transaction.atomic():
            Case.objects.filter(pk=told.case.pk).update(state="closed", closed_at=AT, closed_by=cast.okafor)
        with asking(actor):
            Family.objects.update(told_at=FORTNIGHT)
        with pytest.raises(MayHaveStartedAgain):
            close()
        with asking(actor):
            settle_recurrence(
                actor=actor, recurrence_id=Recurrence.objects.get().pk, because="One message, from June.", at=FORTNIGHT
            )
        close()

    def test_a_child_who_is_not_safe_is_seen_to_within_the_hour(self, cast: Cast) -> None:
        told = closed(cast)

        say(told, stopped="unsure", safe="no")

        with asking(cast.okafor.actor()):
            duty = Duty.objects.open().get(duty="check_safety_now")
            assert Recurrence.objects.open().exists()
        assert duty.due_at == FORTNIGHT + timedelta(hours=1)

    def test_it_answers_what_was_asked_first(self, cast: Cast) -> None:
        told = make_told(cast)
        with asking(cast.okafor.actor()):
            reach(told.case, Stage.DECIDED, AT)
        first = makers.make_check(case=told.case, child=told.robins.child, report=told.report, due_at=FORTNIGHT)
        second = makers.make_check(case=told.case, child=told.robins.child, due_at=FORTNIGHT + 14 * DAY)

        answer = say(told, stopped="yes", words="")

        with asking(cast.okafor.actor()):
            assert list(Check.objects.open().values_list("pk", flat=True)) == [second.pk]
            assert not Recurrence.objects.exists()
        assert (answer.to_check_id, answer.child_id) == (first.pk, told.robins.child_id)

    @pytest.mark.parametrize(
        ("given", "field"), [({"stopped": ""}, "stopped"), ({"safe": "maybe"}, "safe"), ({"words": "x" * 10_001}, "words")]
    )
    def test_what_is_missing_is_said_beside_it(self, cast: Cast, given: dict[str, str], field: str) -> None:
        told = closed(cast)

        with pytest.raises(NotSaid) as refused:
            say(told, **given)

        assert set(refused.value.sentences) == {field}
        assert of(cast, CheckAnswer.objects.count) == 0

    def test_before_anything_was_decided_nobody_is_let_in(self, cast: Cast) -> None:
        told = make_told(cast)

        with pytest.raises(NotPermitted):
            say(told)


def take_down(cast: Cast, case: Case, actor: Actor, check_id: UUID | None = None, **given: object) -> CheckAnswer:
    words: dict[str, object] = {"child_id": None, "asks": "", "stopped": "yes", "safe": "yes", "words": "It is calm.", **given}
    with asking(actor):
        return take_down_check(actor=actor, case_id=case.pk, check_id=check_id, at=FORTNIGHT, **words)  # type: ignore[arg-type]


class TestTakenDown:
    def test_a_child_s_own_words_answer_the_question(self, cast: Cast) -> None:
        situation = arise(cast)
        check = makers.make_check(case=situation.case, child=situation.robin, asks="child")

        answer = take_down(cast, situation.case, cast.okafor.actor(), check.pk, words="They went quiet, “like nothing happened”.")

        assert (answer.said_by, answer.words) == ("Robin Ashdown", "They went quiet, “like nothing happened”.")
        with pytest.raises(NotTakenDown, match="was answered"):
            take_down(cast, situation.case, cast.okafor.actor(), check.pk)

    def test_it_has_started_again_on_the_telephone(self, cast: Cast) -> None:
        told = closed(cast)

        take_down(cast, told.case, cast.lund.actor(), child_id=told.robins.child_id, asks="family", stopped="again")

        with asking(cast.okafor.actor()):
            assert Case.objects.get(pk=told.case.pk).state == CaseState.OPEN
            assert Reopening.objects.get().membership_id == cast.lund.pk

    @pytest.mark.parametrize(
        ("given", "field"),
        [({"stopped": ""}, "stopped"), ({"safe": ""}, "safe"), ({"words": " "}, "words"), ({"asks": ""}, "asks")],
    )
    def test_what_is_missing_is_said_beside_it(self, cast: Cast, given: dict[str, str], field: str) -> None:
        situation = arise(cast)
        usual: dict[str, Any] = {"child_id": situation.robin.pk, "asks": "child"}

        with pytest.raises(NotTakenDown) as refused:
            take_down(cast, situation.case, cast.okafor.actor(), **{**usual, **given})

        assert set(refused.value.sentences) == {field}

    def test_a_child_who_is_not_in_the_case_is_none(self, cast: Cast) -> None:
        stranger = makers.make_child(organisation=cast.thornbury)
        with pytest.raises(NotTakenDown, match="Choose the child"):
            take_down(cast, arise(cast).case, cast.okafor.actor(), child_id=stranger.pk, asks="child")

    def test_a_conflict_of_interest_and_another_school_shut_it(self, cast: Cast) -> None:
        situation = arise(cast)
        makers.make_conflict(member=cast.lund, subject_id=situation.case.pk)
        for who in (cast.lund, cast.vance, cast.adeyemi, cast.hale):
            with pytest.raises(NotPermitted):
                take_down(cast, situation.case, who.actor(), child_id=situation.robin.pk, asks="child")


class TestOpeningAgain:
    def test_it_wants_a_reason_and_a_closed_case(self, cast: Cast) -> None:
        told, actor = closed(cast), cast.okafor.actor()
        with asking(actor):
            with pytest.raises(NotReopened, match="why"):
                reopen_case(actor=actor, case_id=told.case.pk, reason=" ", at=FORTNIGHT)
            reopen_case(actor=actor, case_id=told.case.pk, reason="A second group was found.", at=FORTNIGHT)
            with pytest.raises(NotReopened, match="is open"):
                reopen_case(actor=actor, case_id=told.case.pk, reason="Again.", at=FORTNIGHT)
            assert Reopening.objects.get().reason == "A second group was found."

    def test_it_is_for_whoever_leads(self, cast: Cast) -> None:
        told = closed(cast)
        makers.make_grant(member=cast.adeyemi, subject_id=told.case.pk)
        with asking(cast.adeyemi.actor()), pytest.raises(NotPermitted):
            reopen_case(actor=cast.adeyemi.actor(), case_id=told.case.pk, reason="Because.", at=FORTNIGHT)

    def test_the_database_opens_none_without_a_reason_on_record(self, cast: Cast) -> None:
        told = closed(cast)
        with asking(cast.okafor.actor()), pytest.raises(IntegrityError, match="no reason"), transaction.atomic():
            Case.objects.filter(pk=told.case.pk).update(state="open", closed_at=None, closed_by=None)

    def test_somebody_who_is_there_leads_it(self, cast: Cast) -> None:
        told = closed(cast)
        with asking(cast.okafor.actor()):
            Membership.objects.filter(pk=cast.okafor.pk).update(until=AT + 6 * DAY)

        say(told)

        with asking(cast.lund.actor()):
            assert Case.objects.get(pk=told.case.pk).lead_id == cast.lund.pk

    def test_what_came_of_it_is_said_once(self, cast: Cast) -> None:
        situation, actor = arise(cast), cast.okafor.actor()
        answer = makers.make_check_answer(case=situation.case, child=situation.robin, by=cast.okafor, stopped="again")
        row = makers.make_recurrence(answer=answer)
        with asking(actor):
            for because, why in (("", "what came of it"), ("x" * 10_001, "at most")):
                with pytest.raises(NotSettled, match=why):
                    settle_recurrence(actor=actor, recurrence_id=row.pk, because=because, at=AT)
            settle_recurrence(actor=actor, recurrence_id=row.pk, because="An old clip.", at=AT)
            with pytest.raises(NotSettled, match="already"):
                settle_recurrence(actor=actor, recurrence_id=row.pk, because="Again.", at=AT)
