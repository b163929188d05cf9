"""A message that did not arrive is somebody's duty until they have reached the family another way."""

from __future__ import annotations

import pytest

from tests import makers
from tests.cast import Cast
from tests.makers import AT, on_behalf_of
from tests.procedures.test_opening import joined, opened
from upstander.procedures.cases.close_case import NotReached, close_case
from upstander.procedures.triage.finish_duty import finish_duty
from upstander.records.access.asking import asking
from upstander.records.assessments.assessing import assess, put_on_record
from upstander.records.assessments.models import Assessment, Duty, FactSource
from upstander.records.cases.unreached import not_reached
from upstander.records.intake.models import Report
from upstander.records.outbox.models import Message
from upstander.records.outbox.telling import something_to_read


def lost(report: Report, number: int = 1) -> None:
    with on_behalf_of(report.organisation_id):
        key = f"letter:{report.pk}:{number}"
        something_to_read(report.organisation_id, report_id=report.pk, key=key, to_address="alex@family.example", at=AT)
        not_reached(Message.objects.get(key=key), at=AT)


def open_duties(report: Report) -> list[Duty]:
    with on_behalf_of(report.organisation_id):
        return list(Duty.objects.open().filter(duty="reach_family"))


def test_no_verdict_withdraws_it_and_a_second_message_adds_none(cast: Cast) -> None:
    report = makers.make_report(organisation=cast.thornbury, taken_by=cast.okafor)
    lost(report)
    lost(report, 2)
    with on_behalf_of(cast.thornbury.pk):
        assessment = Assessment.objects.select_related("organisation").get(report=report)
        assess(assessment, at=AT)
        put_on_record(assessment, {"online": "yes"}, source=FactSource.PERSON, by=cast.okafor.actor(), at=AT)
        assess(assessment, at=AT)
    [duty] = open_duties(report)
    assert duty.owner_id == cast.okafor.pk


def test_a_case_does_not_close_over_it(cast: Cast) -> None:
    report = makers.make_report(organisation=cast.thornbury, taken_by=cast.okafor)
    case = makers.make_case(lead=cast.okafor, reports=[report])
    makers.make_family(case=case, told_at=AT, report=report)
    makers.make_finding(case=case, by=cast.okafor)
    lost(report)
    actor = cast.okafor.actor()
    with asking(actor):
        with pytest.raises(NotReached, match="did not arrive"):
            close_case(actor=actor, case_id=case.pk, words="It has stopped.", at=AT)
        finish_duty(actor=actor, duty_id=open_duties(report)[0].pk, note="Rang them.", at=AT)
        close_case(actor=actor, case_id=case.pk, words="It has stopped.", at=AT)


def test_it_goes_with_the_report_into_a_case(cast: Cast) -> None:
    first, second = (makers.make_report(organisation=cast.thornbury, taken_by=cast.okafor) for _ in range(2))
    with on_behalf_of(cast.thornbury.pk):
        for report in (first, second):
            assess(Assessment.objects.select_related("organisation").get(report=report), at=AT)
    lost(second)
    with asking(cast.okafor.actor()):
        case = opened(cast, first)
        joined(cast, second, case)
    assert [duty.assessment_id for duty in open_duties(first)] == [case.assessment_id]


def test_whoever_may_not_see_it_any_more_is_given_nothing_to_do(cast: Cast) -> None:
    report = makers.make_report(organisation=cast.thornbury, taken_by=cast.lund)
    makers.make_conflict(member=cast.lund, subject_id=report.pk)
    lost(report)
    [duty] = open_duties(report)
    assert duty.owner_id is None
