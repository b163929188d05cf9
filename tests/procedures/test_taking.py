"""Taking and reading a report."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.desks.reports import a_report, assessment_of
from upstander.kernel import clock
from upstander.procedures.triage.mark_report_read import mark_report_read
from upstander.procedures.triage.take_report import AlreadyTaken, take_report
from upstander.records.access.asking import asking
from upstander.records.access.requiring import NotPermitted
from upstander.records.assessments.models import Duty
from upstander.records.audit.models import Entry
from upstander.records.intake.models import Milestone, Report, Stage


def test_a_lead_who_takes_a_report_has_been_informed(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        take_report(actor=cast.okafor.actor(), report_id=report.pk, at=clock.now())

        taken = Report.objects.get(pk=report.pk)
        assert (taken.taken_by_id, taken.taken_at is not None) == (cast.okafor.pk, True)
        assert Duty.objects.get(assessment=assessment_of(report), duty="inform_dsl").done_by == "Ms Okafor"


def test_a_headteacher_who_takes_it_still_has_to_tell_the_lead(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.reyes.actor()):
        take_report(actor=cast.reyes.actor(), report_id=report.pk, at=clock.now())

        assert Duty.objects.get(assessment=assessment_of(report), duty="inform_dsl").done_at is None


def test_it_is_taken_once_and_the_second_learns_by_whom(cast: Cast) -> None:
    report = a_report(cast.thornbury, taken_by=cast.lund)

    with asking(cast.okafor.actor()), pytest.raises(AlreadyTaken, match="Mr Lund"):
        take_report(actor=cast.okafor.actor(), report_id=report.pk, at=clock.now())


def test_pastoral_staff_governors_and_other_schools_cannot_take_it(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    for member in (cast.adeyemi, cast.hale, cast.vance, cast.marsh):
        with asking(member.actor()), pytest.raises(NotPermitted):
            take_report(actor=member.actor(), report_id=report.pk, at=clock.now())


def test_the_first_look_is_a_milestone_and_every_look_is_on_record(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        for _ in range(2):
            mark_report_read(actor=cast.okafor.actor(), report_id=report.pk, at=clock.now())

        assert Report.objects.get(pk=report.pk).read_at is not None
        assert Milestone.objects.filter(report=report, stage=Stage.READ).count() == 1
        assert Entry.objects.filter(subject_id=report.pk, verb="read").count() == 2
