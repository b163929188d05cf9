"""An answer changes the verdict; duties are added and withdrawn in the open."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import makers
from tests.cast import Cast, signed_in
from tests.desks.reports import a_report, assessment_of
from upstander.kernel import clock
from upstander.procedures.triage.answer_fact import NotAnswered, answer_fact
from upstander.records.access.asking import asking
from upstander.records.access.models import Conflict, Membership
from upstander.records.access.requiring import NotPermitted
from upstander.records.assessments.models import Assessment, Duty, Fact, FactSource, Verdict
from upstander.records.intake.models import Report
from upstander.records.outbox.models import Message


def answer(cast: Cast, assessment: Assessment, fact: str, said: str) -> list[str]:
    """The routes required after the answer."""
    answered = answer_fact(actor=cast.okafor.actor(), assessment_id=assessment.pk, fact=fact, answer=said, at=clock.now())
    return [route["id"] for route in answered.after.outcome["routes"] if route["status"] == "required"]


def open_duties(assessment: Assessment) -> set[str]:
    return set(Duty.objects.open().filter(assessment=assessment).values_list("duty", flat=True))


def test_a_serious_threat_goes_to_the_police_and_back(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        assessment = assessment_of(report)

        assert "police_101" in answer(cast, assessment, "serious_threat", "yes")
        assert "report_to_police" in open_duties(assessment)

        assert "police_101" not in answer(cast, assessment, "serious_threat", "no")
        withdrawn = Duty.objects.get(assessment=assessment, duty="report_to_police")
        assert withdrawn.withdrawn_because.startswith("What is known has changed")


def test_the_answer_stands_beside_earlier_ones_with_a_name(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        assessment = assessment_of(report)
        answer(cast, assessment, "repeated", "no")

        said = Fact.objects.filter(assessment=assessment, fact="repeated").order_by("at")
        assert [(fact.answer, fact.said_by) for fact in said] == [("yes", "the person who reported"), ("no", "Ms Okafor")]
        assert Verdict.objects.get(assessment=assessment, superseded_at=None).facts["repeated"] == "no"


def test_asking_whether_it_is_also_face_to_face_is_done_by_knowing(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        assessment = assessment_of(report)
        assert "ask_face_to_face_element" in open_duties(assessment)

        answer(cast, assessment, "face_to_face", "no")

        assert Duty.objects.get(assessment=assessment, duty="ask_face_to_face_element").done_by == "Ms Okafor"


def test_a_complaint_about_the_head_shuts_the_head_out_at_once(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        assert "chair_of_governors" in answer(cast, assessment_of(report), "head_accused", "yes")
        assert Conflict.objects.filter(membership=cast.reyes, subject_id=report.pk).exists()
    with asking(cast.reyes.actor()):
        assert not Report.objects.visible_to(cast.reyes.actor()).exists()


def test_what_the_record_shows_is_not_answered_by_hand(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        assessment = assessment_of(report)
        makers.make_facts(assessment=assessment, facts={"school_investigated": "yes"}, source=FactSource.RECORD)

        with pytest.raises(NotAnswered, match="The record itself"):
            answer(cast, assessment, "school_investigated", "no")


@pytest.mark.parametrize(("fact", "said"), [("no_such_fact", "yes"), ("online", "maybe"), ("", "")])
def test_only_the_questions_there_are_can_be_answered(cast: Cast, fact: str, said: str) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()), pytest.raises(NotAnswered):
        answer(cast, assessment_of(report), fact, said)


def test_another_school_cannot_answer(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        assessment = assessment_of(report)
    with asking(cast.vance.actor()), pytest.raises(NotPermitted):
        answer_fact(actor=cast.vance.actor(), assessment_id=assessment.pk, fact="online", answer="no", at=clock.now())


def test_whoever_had_taken_a_duty_on_is_told_that_it_was_withdrawn(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        assessment = assessment_of(report)
        answer(cast, assessment, "serious_threat", "yes")
        Duty.objects.filter(assessment=assessment, duty="report_to_police").update(owner=cast.lund)

        answer(cast, assessment, "serious_threat", "no")

        [told] = Message.objects.filter(to_address=cast.lund.account.email)
    assert told.subject == "Something that you had taken on has changed"
    assert report.reference not in told.body
    assert "/school/" in told.body
    page = signed_in(cast.lund).get("/school/").content.decode()
    assert "1 thing that you had taken on is no longer asked for" in page
    assert "is no longer asked for" not in signed_in(cast.okafor).get("/school/").content.decode()
    listed = signed_in(cast.lund).get("/school/duties/?show=withdrawn").content.decode()
    assert "Not since " in listed
    assert f"/school/reports/{report.pk}/" in listed


def test_a_duty_that_is_due_sooner_is_brought_forward_and_its_owner_told(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        assessment = assessment_of(report)
        before = Duty.objects.get(assessment=assessment, duty="inform_dsl")
        Duty.objects.filter(pk=before.pk).update(owner=cast.lund, due_at=before.due_at + timedelta(days=3))

        answer(cast, assessment, "immediate_danger", "yes")

        after = Duty.objects.get(pk=before.pk)
        assert after.due_at < before.due_at + timedelta(days=3)
        assert after.withdrawn_at is None
        assert Message.objects.filter(to_address=cast.lund.account.email).count() == 1


def test_a_duty_that_stays_as_it_is_tells_nobody(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        assessment = assessment_of(report)
        Duty.objects.filter(assessment=assessment).update(owner=cast.lund)

        answer(cast, assessment, "escalating", "no")

        assert not Message.objects.filter(to_address=cast.lund.account.email).exists()


def test_whoever_has_left_is_told_nothing(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        assessment = assessment_of(report)
        answer(cast, assessment, "serious_threat", "yes")
        Duty.objects.filter(assessment=assessment, duty="report_to_police").update(owner=cast.lund)
        Membership.objects.filter(pk=cast.lund.pk).update(until=clock.now())

        answer(cast, assessment, "serious_threat", "no")

        assert not Message.objects.filter(to_address=cast.lund.account.email).exists()
