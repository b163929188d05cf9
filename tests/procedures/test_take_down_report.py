"""What somebody said on the telephone becomes the report that it would have been, had they sent it themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from tests import makers
from tests.cast import Cast
from upstander.kernel.references import uuid7
from upstander.procedures.cases.link_family_report import NotTheirs, link_family_report
from upstander.procedures.cases.open_case import NotOpened, open_case
from upstander.procedures.cases.write_to_family import NotAMessage, write_to_family
from upstander.procedures.reporting.take_down_report import Came, NotTakenDown, Recorded, take_down_report
from upstander.records.access.asking import asking
from upstander.records.access.doors import actor_for_code
from upstander.records.access.models import Conflict, Membership
from upstander.records.access.requiring import NotPermitted
from upstander.records.assessments.assessing import known_facts
from upstander.records.assessments.models import Assessment, Duty, Fact, Verdict
from upstander.records.audit.models import Entry
from upstander.records.cases.bringing_in import Named
from upstander.records.intake.models import Milestone, Report, TakenDown
from upstander.records.outbox.models import Message as Email

NOW = datetime(2026, 11, 5, 9, 40, tzinfo=UTC)  # a Thursday
CAME = Came(way="phone", said_on=date(2026, 11, 3), said_time=time(15, 20))
ANSWERS: dict[str, Any] = {
    "danger": {"danger": "no", "risks": []},
    "words": {"words": "He said that they post clips of Robin."},
    "people": {"targeted": [{"name": "Robin Ashdown", "year": "9"}], "doing": [{"name": "Juno", "who": "pupil_here"}]},
    "where": {"any_online": "yes", "any_face_to_face": "unknown", "accounts": [{"app": "whatsapp", "account": "9B Banter"}]},
    "images": {"child": "no"},
    "reporter": {"relation": "parent", "name": "Alex Ashdown", "email": "alex@family.example"},
}


def told(member: Membership, *, came: Came = CAME, with_code: bool = True, at: datetime = NOW, **answers: Any) -> Recorded:
    with asking(member.actor()):
        return take_down_report(
            actor=member.actor(), once=uuid7(), came=came, answers={**ANSWERS, **answers}, with_code=with_code, at=at
        )


def test_it_has_facts_verdict_and_duties_like_any_other(cast: Cast) -> None:
    report = told(cast.okafor).report

    with asking(cast.okafor.actor()):
        facts = known_facts(Assessment.objects.get(report=report))
        assert facts["online"] == "yes"
        assert facts["immediate_danger"] == facts["intimate_image_of_child"] == "no"
        assert facts["school_told"] == "yes"
        assert "face_to_face" not in facts
        assert Verdict.objects.get(assessment__report=report).outcome["routes"]
        assert Duty.objects.open().filter(assessment__report=report).exists()
        assert Fact.objects.get(fact="online").said_by == "the person who reported"
        assert (report.child_name, report.reporter_name) == ("Robin Ashdown", "Alex Ashdown")


def test_time_limits_count_from_when_it_was_said(cast: Cast) -> None:
    report = told(cast.adeyemi).report

    with asking(cast.okafor.actor()):
        found = TakenDown.objects.get(report=report)
        assert found.said_at == report.received_at == datetime(2026, 11, 3, 15, 20, tzinfo=UTC)
        assert found.recorded_at == NOW
        assert Milestone.objects.get(report=report).at == found.said_at
        inform = Duty.objects.get(assessment__report=report, duty="inform_dsl")
        assert inform.due_at < NOW
        assert inform.raised_at == NOW
        entry = Entry.objects.get(verb="taken_down")
        assert (entry.at, entry.actor_name, entry.detail["way"]) == (NOW, "Mrs Adeyemi", "phone")


def test_a_safeguarding_lead_who_writes_it_down_is_informed(cast: Cast) -> None:
    report = told(cast.lund).report

    with asking(cast.okafor.actor()):
        assert Duty.objects.get(assessment__report=report, duty="inform_dsl").done_by == "Mr Lund"


def test_where_only_the_day_is_known_it_is_that_morning_but_never_later_than_now(cast: Cast) -> None:
    early = told(cast.okafor, came=replace(CAME, said_time=None)).report
    today = told(cast.okafor, came=replace(CAME, said_on=date(2026, 11, 5), said_time=None), at=NOW - timedelta(hours=3)).report

    assert early.received_at == datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
    assert today.received_at == NOW - timedelta(hours=3)
    with asking(cast.okafor.actor()):
        assert not TakenDown.objects.get(report=early).is_time_known


def test_a_code_lets_them_back_in_and_none_does_not(cast: Cast) -> None:
    with_code, without = told(cast.okafor), told(cast.okafor, with_code=False)

    actor = actor_for_code(with_code.code)
    assert actor is not None
    assert actor.report_id == with_code.report.pk
    assert without.code == ""
    with asking(cast.okafor.actor()):
        assert [email.subject_id for email in Email.objects.all()] == [with_code.report.pk]


def test_sent_twice_it_is_recorded_once(cast: Cast) -> None:
    once = uuid7()
    with asking(cast.okafor.actor()):
        first, second = (
            take_down_report(actor=cast.okafor.actor(), once=once, came=CAME, answers=ANSWERS, with_code=True, at=NOW)
            for _ in range(2)
        )
        assert (first.is_new, second.is_new) == (True, False)
        assert second.code == ""
        assert second.report == first.report
        assert Report.objects.count() == 1


def test_the_number_of_somebody_elses_page_opens_nothing(cast: Cast) -> None:
    theirs = makers.make_report(organisation=cast.northcliff)
    with asking(cast.okafor.actor()), pytest.raises(NotTakenDown, match="Open the page anew"):
        take_down_report(actor=cast.okafor.actor(), once=theirs.pk, came=CAME, answers=ANSWERS, with_code=False, at=NOW)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"way": "pigeon"}, "way"),
        ({"said_on": None}, "said"),
        ({"said_on": date(2026, 11, 5), "said_time": time(9, 41)}, "said"),
        ({"said_on": date(26, 11, 5)}, "said"),
        ({"is_from_paper": True, "written_by": "Mr Lund"}, "written"),
        ({"is_from_paper": True, "written_on": date(2026, 11, 3)}, "written_by"),
    ],
)
def test_how_it_came_must_be_said(cast: Cast, change: dict[str, Any], field: str) -> None:
    with pytest.raises(NotTakenDown) as refused:
        told(cast.okafor, came=replace(CAME, **change))
    assert set(refused.value.sentences) == {field}


def test_what_is_always_asked_must_be_answered(cast: Cast) -> None:
    with pytest.raises(NotTakenDown) as refused:
        told(cast.okafor, danger={}, words={"words": " "}, where={}, images={})
    assert set(refused.value.sentences) == {
        "danger-danger", "words-words", "where-any_online", "where-any_face_to_face", "images-child",
    }  # fmt: skip


def test_paper_says_who_filled_it_in_and_when(cast: Cast) -> None:
    on_paper = replace(CAME, is_from_paper=True, written_on=date(2026, 11, 3), written_time=time(16, 0), written_by="Miss Dray")
    report = told(cast.okafor, came=on_paper).report

    with asking(cast.okafor.actor()):
        found = TakenDown.objects.get(report=report)
        assert (found.written_by, found.written_at) == ("Miss Dray", datetime(2026, 11, 3, 16, 0, tzinfo=UTC))


def test_a_complaint_about_the_head_shuts_the_head_out_even_who_wrote_it_down(cast: Cast) -> None:
    report = told(cast.reyes, done={"so_far": ["head_accused"]}).report

    with asking(cast.okafor.actor()):
        assert Conflict.objects.filter(membership=cast.reyes, subject_id=report.pk).exists()
        assert not Report.objects.visible_to(cast.reyes.actor()).filter(pk=report.pk).exists()


def test_pastoral_staff_write_down_and_are_given_it_only_by_a_lead(cast: Cast) -> None:
    report = told(cast.adeyemi).report

    with asking(cast.adeyemi.actor()):
        assert not Report.objects.visible_to(cast.adeyemi.actor()).exists()
    with asking(cast.okafor.actor()):
        assert Report.objects.visible_to(cast.okafor.actor()).get() == report


@pytest.mark.parametrize("who", ["hale", "marsh", "flint"])
def test_others_may_not(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        told(getattr(cast, who))


class TestWithoutACode:
    """What is written behind a code that nobody holds is told to nobody, so nothing may count as told that way."""

    def test_nothing_can_be_written_to_them(self, cast: Cast) -> None:
        report = told(cast.okafor, with_code=False).report
        with asking(cast.okafor.actor()), pytest.raises(NotAMessage, match="no code"):
            write_to_family(actor=cast.okafor.actor(), report_id=report.pk, words="Hello.", is_question=False, at=NOW)

    def test_no_familys_letters_wait_behind_it(self, cast: Cast) -> None:
        report = told(cast.okafor, with_code=False).report
        robin = Named(name="Robin Ashdown", part="targeted")
        actor = cast.okafor.actor()
        with asking(actor):
            with pytest.raises(NotOpened, match="code"):
                open_case(
                    actor=actor, report_id=report.pk, title="Clips", lead_id=cast.okafor.pk, people=[robin], family_of=0, at=NOW
                )
            case = open_case(
                actor=actor, report_id=report.pk, title="Clips", lead_id=cast.okafor.pk, people=[robin], family_of=None, at=NOW
            )
            with pytest.raises(NotTheirs, match="code"):
                link_family_report(actor=actor, family_id=case.families.get().pk, report_id=report.pk, at=NOW)

    def test_the_family_waits_since_it_was_said(self, cast: Cast) -> None:
        report = told(cast.okafor, with_code=False).report
        actor, people = cast.okafor.actor(), [Named(name="Robin Ashdown", part="targeted")]
        with asking(actor):
            case = open_case(
                actor=actor, report_id=report.pk, title="Clips", lead_id=cast.okafor.pk, people=people, family_of=None, at=NOW
            )
            assert case.families.get().waiting_since == report.received_at
