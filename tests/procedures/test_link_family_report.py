"""What is sent to a family waits behind the code of a report that they made themselves, or goes on paper."""

from __future__ import annotations

import pytest

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from tests.procedures.situation import arise
from upstander.procedures.cases.link_family_report import NotTheirs, link_family_report
from upstander.records.access.asking import asking
from upstander.records.cases.models import Family
from upstander.records.intake.models import Relation


@pytest.mark.parametrize(
    ("relation", "theirs"),
    [(Relation.PARENT, True), (Relation.CHILD, True), (Relation.PUPIL, False), (Relation.STAFF, False), (Relation.OTHER, False)],
)
def test_only_the_childs_own_people_get_the_letter(cast: Cast, relation: str, theirs: bool) -> None:
    situation = arise(cast)
    report = makers.make_report(organisation=cast.thornbury, relation=relation, child_name="")
    makers.join(case=situation.case, report=report, by=cast.okafor)
    actor = cast.okafor.actor()

    with asking(actor):
        if theirs:
            assert (
                link_family_report(actor=actor, family_id=situation.sams_family.pk, report_id=report.pk, at=AT).report == report
            )
        else:
            with pytest.raises(NotTheirs):
                link_family_report(actor=actor, family_id=situation.sams_family.pk, report_id=report.pk, at=AT)


def test_one_code_never_opens_two_families_letters(cast: Cast) -> None:
    situation = arise(cast)

    with asking(cast.okafor.actor()), pytest.raises(NotTheirs, match="Robin Ashdown"):
        link_family_report(actor=cast.okafor.actor(), family_id=situation.sams_family.pk, report_id=situation.report.pk, at=AT)


def test_a_report_of_another_case_is_refused(cast: Cast) -> None:
    situation = arise(cast)
    other = makers.make_report(organisation=cast.thornbury)

    with asking(cast.okafor.actor()), pytest.raises(NotTheirs):
        link_family_report(actor=cast.okafor.actor(), family_id=situation.sams_family.pk, report_id=other.pk, at=AT)


def test_paper_is_a_choice_until_they_were_told(cast: Cast) -> None:
    situation = arise(cast)
    actor = cast.okafor.actor()

    with asking(actor):
        link_family_report(actor=actor, family_id=situation.robins_family.pk, report_id=None, at=AT)
        assert Family.objects.get(pk=situation.robins_family.pk).report is None
        Family.objects.filter(pk=situation.robins_family.pk).update(told_at=AT)
        with pytest.raises(NotTheirs, match="told"):
            link_family_report(actor=actor, family_id=situation.robins_family.pk, report_id=situation.report.pk, at=AT)


def test_nor_does_the_code_of_somebody_who_must_not_be_told(cast: Cast) -> None:
    situation = arise(cast)
    report = makers.make_report(organisation=cast.thornbury, reporter_name="Ben BÍRCH")
    makers.join(case=situation.case, report=report, by=cast.okafor)
    makers.make_carer(child=situation.sam, by=cast.lund, name="Ben Birch", why_not="A court forbids it.")
    actor = cast.okafor.actor()

    with asking(actor), pytest.raises(NotTheirs, match="must not be told about Sam Birch"):
        link_family_report(actor=actor, family_id=situation.sams_family.pk, report_id=report.pk, at=AT)
