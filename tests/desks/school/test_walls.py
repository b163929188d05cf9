"""Whoever has a conflict of interest, or works elsewhere, finds a report nowhere: in no list, count or search, nor by address."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests import makers
from tests.cast import Cast, signed_in
from tests.desks.reports import a_report
from upstander.kernel import clock
from upstander.records.cases.models import Case

PLACES = (
    "/school/",
    "/school/reports/",
    "/school/answers/",
    "/school/reports/?show=untaken",
    "/school/cases/",
    "/school/duties/",
    "/school/waiting/",
)


def everything_seen(client: Client) -> str:
    pages = [*PLACES, "/school/search/?q=Penhaligon", "/school/search/?q=Zebra"]
    return "".join(client.get(page).content.decode() for page in pages)


def a_case_of_ilse(cast: Cast) -> Case:
    report = a_report(cast.thornbury, child_name="Ilse Penhaligon")
    case = makers.make_case(lead=cast.okafor, reports=[report], title="Zebra crossing clips", at=clock.now())
    makers.make_family(case=case, child=makers.make_child(organisation=cast.thornbury, name="Ilse Penhaligon"), at=clock.now())
    makers.make_message(report=report, words="Zebra: they wrote again.")
    makers.make_duty(assessment=case.assessment, duty="safety_plan", due_at=clock.now())
    return case


def numbers(client: Client) -> list[str]:
    return re.findall(r'stat__number">([^<]+)<', client.get("/school/").content.decode())


def test_the_lead_sees_it_everywhere(cast: Cast) -> None:
    a_case_of_ilse(cast)
    seen = everything_seen(signed_in(cast.okafor))

    assert seen.count("Penhaligon") > 2
    assert seen.count("Zebra") > 2


@pytest.mark.parametrize("who", ["lund", "adeyemi", "vance"])
def test_it_is_nowhere_for_others(cast: Cast, who: str) -> None:
    """Mr Lund has a conflict, Mrs Adeyemi was not given it, Mr Vance works at another school."""
    case = a_case_of_ilse(cast)
    makers.make_conflict(member=cast.lund, subject_id=case.pk)
    makers.make_conflict(member=cast.lund, subject_id=case.assessment.report_id)
    client = signed_in(getattr(cast, who))

    seen = everything_seen(client).replace("“Penhaligon”", "").replace("“Zebra”", "").replace('value="Penhaligon"', "")
    seen = seen.replace('value="Zebra"', "").replace("Search: Penhaligon", "").replace("Search: Zebra", "")

    assert "Penhaligon" not in seen
    assert "Zebra" not in seen
    assert set(numbers(client)) == {"0"}


def test_a_conflict_hides_the_report_itself(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    makers.make_conflict(member=cast.reyes, subject_id=report.pk)

    assert signed_in(cast.reyes).get(f"/school/reports/{report.pk}/").status_code == 404
    assert signed_in(cast.reyes).get(f"/school/reports/{report.pk}/case/").status_code == 404
    assert report.reference not in signed_in(cast.reyes).get("/school/reports/").content.decode()


def test_a_similar_case_is_not_proposed_to_whoever_may_not_see_it(cast: Cast) -> None:
    first = a_report(cast.thornbury)
    case = makers.make_case(lead=cast.okafor, reports=[first], title="Robin Ashdown and the clips")
    makers.make_conflict(member=cast.lund, subject_id=case.pk)
    second = a_report(cast.thornbury)

    assert case.reference in signed_in(cast.okafor).get(f"/school/reports/{second.pk}/case/").content.decode()
    assert case.reference not in signed_in(cast.lund).get(f"/school/reports/{second.pk}/case/").content.decode()
    assert signed_in(cast.lund).get(f"/school/reports/{second.pk}/case/{case.pk}/").status_code == 404
