"""A report becomes a case, or joins one; walls, facts and waiting families come along."""

from __future__ import annotations

from typing import Any

import pytest

from tests import makers
from tests.cast import Cast
from tests.desks.reports import a_report
from upstander.kernel import clock
from upstander.procedures.cases.join_case import NotJoined, join_case
from upstander.procedures.cases.open_case import NotOpened, open_case
from upstander.records.access.asking import asking
from upstander.records.access.models import Conflict
from upstander.records.assessments.assessing import known_facts
from upstander.records.assessments.models import Assessment, Duty, Fact, Verdict
from upstander.records.cases.bringing_in import Named, NotBroughtIn
from upstander.records.cases.models import Case, CaseIsClosed, CaseReport, Family, Involvement, Part
from upstander.records.cases.searching import search
from upstander.records.intake.models import Milestone, Report, Stage

ROBIN = Named(name="Robin Ashdown", part=Part.TARGETED, year_group="9B")
SAM = Named(name="Sam Birch", part=Part.DISPLAYING, year_group="9B")
KIM = Named(name="Kim", part=Part.DISPLAYING, school_name="Northcliff Academy")


def opened(cast: Cast, report: Report, people: tuple[Named, ...] = (ROBIN, SAM, KIM), **more: Any) -> Case:
    asked = {"title": "Clips in the Year 9 group chat", "lead_id": cast.okafor.pk, "family_of": 0, **more}
    return open_case(actor=cast.okafor.actor(), report_id=report.pk, people=people, at=clock.now(), **asked)


def test_the_assessment_goes_on_as_the_cases(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        before = Assessment.objects.get(report=report)
        case = opened(cast, report)

        assert case.assessment_id == before.pk
        assert Assessment.objects.get(pk=before.pk).subject_id == case.pk
        assert Verdict.objects.filter(assessment=before, superseded_at=None).count() == 1
        assert Report.objects.get(pk=report.pk).taken_by_id == cast.okafor.pk
        assert Milestone.objects.filter(report=report, stage=Stage.LOOKING).exists()


def test_each_concerned_pupils_family_waits_since_the_report_came_in(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        case = opened(cast, report)

        families = {family.child.name: family for family in Family.objects.filter(case=case).select_related("child")}
        assert set(families) == {"Robin Ashdown", "Sam Birch"}  # Kim's own school tells Kim's family
        assert {family.waiting_since for family in families.values()} == {report.received_at}
        assert (families["Robin Ashdown"].report_id, families["Sam Birch"].report_id) == (report.pk, None)


def test_a_friends_report_opens_no_familys_letters(cast: Cast) -> None:
    report = a_report(cast.thornbury, relation="pupil")
    with asking(cast.okafor.actor()), pytest.raises(NotOpened) as refusal:
        opened(cast, report)

    assert "no family reads letters" in refusal.value.sentences["family_of"]


def test_whoever_must_not_see_the_report_must_not_see_the_case(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    makers.make_conflict(member=cast.lund, subject_id=report.pk)
    makers.make_grant(member=cast.adeyemi, subject_id=report.pk, by=cast.okafor)
    with asking(cast.okafor.actor()):
        case = opened(cast, report)
    with asking(cast.lund.actor()):
        assert not Case.objects.visible_to(cast.lund.actor()).exists()
    with asking(cast.adeyemi.actor()):
        assert Case.objects.visible_to(cast.adeyemi.actor()).get() == case


def test_it_is_found_by_its_names_and_by_what_was_said(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        case = opened(cast, report)

        for word in ("Birch", "banter", "clips", report.reference):
            assert case.pk in {row.subject_id for row in search(cast.okafor.actor(), word)}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"lead_id": None}, "lead"),
        ({"people": (SAM,)}, ""),
        ({"people": (Named(name="", part=Part.TARGETED),)}, "name-0"),
        ({"people": (Named(name="Robin", part="bully"),)}, "part-0"),
        ({"family_of": 7}, "family_of"),
    ],
)
def test_what_is_missing_is_said_at_its_field(cast: Cast, wrong: dict[str, Any], field: str) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()), pytest.raises(NotOpened) as refusal:
        opened(cast, report, **wrong)

    assert field in refusal.value.sentences


def test_nobody_who_is_shut_out_leads(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    makers.make_conflict(member=cast.lund, subject_id=report.pk)
    with asking(cast.okafor.actor()), pytest.raises(NotOpened) as refusal:
        opened(cast, report, lead_id=cast.lund.pk)

    assert "lead" in refusal.value.sentences


def test_a_report_has_one_case(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        opened(cast, report)
        with pytest.raises(NotOpened, match="part of a case already"):
            opened(cast, report)


def joined(cast: Cast, report: Report, case: Case, people: tuple[Named, ...] = (ROBIN,), family_of: int | None = None) -> Case:
    return join_case(
        actor=cast.okafor.actor(), report_id=report.pk, case_id=case.pk, people=people, family_of=family_of, at=clock.now()
    )


def test_a_second_report_gives_its_facts_and_ends_its_own_thread(cast: Cast) -> None:
    first, second = a_report(cast.thornbury), a_report(cast.thornbury, facts={"serious_threat": "yes", "repeated": "no"})
    with asking(cast.okafor.actor()):
        case = opened(cast, first)
        joined(cast, second, case)

        own = Assessment.objects.get(report=second)
        assert (own.merged_into_id, own.subject_id) == (case.assessment_id, case.pk)
        assert not Duty.objects.open().filter(assessment=own).exists()
        assert Duty.objects.open().filter(assessment=case.assessment_id, duty="report_to_police").exists()
        given = Fact.objects.get(assessment=case.assessment_id, fact="serious_threat")
        assert (given.source, given.source_id) == ("report", second.pk)
        assert CaseReport.objects.filter(case=case).count() == 2
        assert Milestone.objects.filter(report=second, stage=Stage.LOOKING).exists()


def test_its_no_does_not_take_back_a_yes(cast: Cast) -> None:
    first, second = a_report(cast.thornbury), a_report(cast.thornbury, facts={"repeated": "no", "face_to_face": "no"})
    with asking(cast.okafor.actor()):
        case = joined(cast, second, opened(cast, first))

        facts = known_facts(Assessment.objects.get(pk=case.assessment_id))
        assert (facts["repeated"], facts["face_to_face"]) == ("yes", "no")


def test_people_are_matched_not_doubled(cast: Cast) -> None:
    first, second = a_report(cast.thornbury), a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        case = opened(cast, first, (ROBIN, SAM))
        robin = Involvement.objects.get(case=case, part=Part.TARGETED).person
        joined(cast, second, case, (Named(name=robin.name, part=Part.TARGETED, person_id=robin.pk),), family_of=0)

        assert Involvement.objects.filter(case=case).count() == 2
        assert Family.objects.get(case=case, child=robin).report_id == first.pk  # one code opens a family's letters


def test_a_person_of_another_school_cannot_be_drawn_in(cast: Cast) -> None:
    theirs = makers.make_child(organisation=cast.northcliff)
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()), pytest.raises(NotBroughtIn):
        opened(cast, report, (Named(name="Robin", part=Part.TARGETED, person_id=theirs.pk),))


def test_a_closed_case_takes_no_report_and_a_report_joins_once(cast: Cast) -> None:
    first, second = a_report(cast.thornbury), a_report(cast.thornbury)
    closed = makers.make_case(lead=cast.okafor, state="closed")
    with asking(cast.okafor.actor()):
        with pytest.raises(CaseIsClosed):
            joined(cast, first, closed)
        case = opened(cast, first)
        joined(cast, second, case)
        with pytest.raises(NotJoined):
            joined(cast, second, case)


def test_walls_of_either_hold_for_both(cast: Cast) -> None:
    first, second = a_report(cast.thornbury), a_report(cast.thornbury)
    makers.make_conflict(member=cast.reyes, subject_id=second.pk)
    with asking(cast.okafor.actor()):
        case = opened(cast, first)
        joined(cast, second, case)

        assert Conflict.objects.filter(membership=cast.reyes, subject_id=case.pk).exists()
