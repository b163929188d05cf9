"""One case as procedures meet it: a report from a parent, two children, two families who wait."""

from __future__ import annotations

from dataclasses import dataclass

from tests import makers
from tests.cast import Cast
from upstander.records.access.models import Membership
from upstander.records.cases.models import Case, Family, Involvement, Part
from upstander.records.evidence.models import Item
from upstander.records.intake.models import Report
from upstander.records.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    case: Case
    report: Report
    robin: Person  # the targeted child
    sam: Person  # said to have displayed the behaviour
    robins_family: Family
    sams_family: Family
    robins_part: Involvement
    sams_part: Involvement


def arise(cast: Cast, *, lead: Membership | None = None) -> Situation:
    lead = lead or cast.okafor
    report = makers.make_report(organisation=cast.thornbury, taken_by=lead)
    case = makers.make_case(lead=lead, reports=[report])
    robin = makers.make_child(organisation=cast.thornbury, name="Robin Ashdown")
    sam = makers.make_child(organisation=cast.thornbury, name="Sam Birch")
    return Situation(
        case=case,
        report=report,
        robin=robin,
        sam=sam,
        robins_part=makers.make_involvement(case=case, person=robin, part=Part.TARGETED),
        sams_part=makers.make_involvement(case=case, person=sam, part=Part.DISPLAYING),
        robins_family=makers.make_family(case=case, child=robin, report=report),
        sams_family=makers.make_family(case=case, child=sam, part=Part.DISPLAYING),
    )


def with_evidence(situation: Situation) -> Item:
    return makers.make_item(report=situation.report, content=PNG, copy=PNG)


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)
