"""The pages on the police: said first and why, roles, what was typed, and how many statements each takes."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from tests import makers
from tests.cast import Cast, signed_in
from tests.desks.reports import a_report
from tests.procedures.situation import Situation, arise
from upstander.kernel import clock
from upstander.records.access.asking import asking
from upstander.records.assessments.assessing import assess, put_on_record
from upstander.records.assessments.models import Assessment, FactSource
from upstander.records.disclosures.packs import PolicePack

LEADS = {"okafor", "lund", "reyes"}
EVERYBODY = ("okafor", "lund", "reyes", "adeyemi", "hale", "vance", "marsh", "flint")
PAGES = ("", "told/", "pack/", "{pack}/", "{pack}/sheet/")
BUDGET = {"": 16, "told/": 13, "pack/": 17, "{pack}/": 15, "{pack}/sheet/": 14}


def page(situation: Situation, place: str = "") -> str:
    return f"/school/cases/{situation.case.pk}/police/{place}"


def known(cast: Cast, assessment: Assessment, **facts: str) -> None:
    actor = cast.okafor.actor()
    with asking(actor):
        put_on_record(assessment, facts, source=FactSource.PERSON, by=actor, at=clock.now())
        assess(Assessment.objects.select_related("organisation").get(pk=assessment.pk), at=clock.now())


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        ({"serious_threat": "yes"}, "This is for the police: 101 or online"),
        ({"parent_abuses_child": "yes"}, "This is for the police: 101 or online"),
        ({"immediate_danger": "yes", "serious_threat": "yes"}, "Ring 999 now"),
    ],
)
def test_it_is_said_first_on_report_and_case(cast: Cast, facts: dict[str, str], first: str) -> None:
    situation, client = arise(cast), signed_in(cast.okafor)
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        alone = Assessment.objects.get(report=report)
    for assessment, where in ((situation.case.assessment, f"cases/{situation.case.pk}"), (alone, f"reports/{report.pk}")):
        known(cast, assessment, **facts)
        said = client.get(f"/school/{where}/").content.decode()
        main = said[said.index("<main") :]
        assert first in main[: main.index('id="verdict"')], where
        assert "Not the safer-schools team instead." in main, where


def test_where_it_is_not_for_the_police_nothing_says_so(cast: Cast) -> None:
    situation = arise(cast)
    known(cast, situation.case.assessment, online="yes", repeated="yes", serious_threat="no")
    assert 'id="police-title"' not in signed_in(cast.okafor).get(f"/school/cases/{situation.case.pk}/").content.decode()


def test_who_may_come_in(cast: Cast) -> None:
    situation = arise(cast)
    makers.make_grant(member=cast.adeyemi, subject_id=situation.case.pk)
    pack = makers.make_pack(case=situation.case, by=cast.okafor)
    for who in EVERYBODY:
        client = signed_in(getattr(cast, who))
        for place in PAGES:
            there = client.get(page(situation, place.format(pack=pack.pk))).status_code
            assert there == (200 if who in LEADS else 404), (who, place)
        assert client.post(page(situation, f"{pack.pk}/take/json/")).status_code == (200 if who in LEADS else 404), who


def test_a_conflict_shuts_the_lead_out(cast: Cast) -> None:
    situation = arise(cast)
    pack = makers.make_pack(case=situation.case, by=cast.okafor)
    makers.make_conflict(member=cast.reyes, subject_id=situation.case.pk)
    client = signed_in(cast.reyes)
    assert {client.get(page(situation, place.format(pack=pack.pk))).status_code for place in PAGES} == {404}


def test_a_pack_is_shown_under_its_own_case_only(cast: Cast) -> None:
    one, other = arise(cast), arise(cast)
    pack = makers.make_pack(case=one.case, by=cast.okafor)
    client = signed_in(cast.okafor)
    for place in (f"{pack.pk}/", f"{pack.pk}/sheet/", f"{uuid4()}/"):
        assert client.get(page(other, place)).status_code == 404
    assert client.post(page(other, f"{pack.pk}/take/json/")).status_code == 404
    assert client.post(page(one, f"{pack.pk}/take/key/")).status_code == 404


@pytest.mark.parametrize("place", PAGES)
def test_the_number_of_statements(cast: Cast, django_assert_max_num_queries: object, place: str) -> None:
    situation, client = arise(cast), signed_in(cast.okafor)
    pack = makers.make_pack(case=situation.case, by=cast.okafor)
    makers.make_police_report(case=situation.case, by=cast.okafor)
    for _ in range(3):
        makers.make_item(report=situation.report, content=b"x")
    client.get(page(situation, place.format(pack=pack.pk)))
    with django_assert_max_num_queries(BUDGET[place]):  # type: ignore[operator]
        client.get(page(situation, place.format(pack=pack.pk)))


def test_a_pack_that_waits_says_how_far_it_is(cast: Cast) -> None:
    situation, client = arise(cast), signed_in(cast.okafor)
    sent = client.post(page(situation, "pack/"), {"tonight": "At her <aunt’s>", "exhibits": ["no id", str(uuid4())]})
    assert sent.status_code == 302
    assert client.head(sent["Location"]).status_code == 202
    said = client.get(sent["Location"]).content.decode()
    assert "<progress" in said
    assert "Look again" in said
    assert "At her &lt;aunt’s&gt;" in said
    assert client.post(f"{sent['Location']}take/zip/").status_code == 422
    with asking(cast.okafor.actor()):
        assert PolicePack.objects.get().exhibits == []


def test_the_next_one_begins_with_what_was_typed(cast: Cast) -> None:
    situation, client = arise(cast), signed_in(cast.okafor)
    client.post(page(situation, "pack/"), {"tonight": "At her aunt’s", "withheld": f"address-{situation.robin.pk}"})
    said = client.get(page(situation, "pack/")).content.decode()
    assert "At her aunt’s" in said
    assert f'value="address-{situation.robin.pk}" checked' in said


def test_what_was_typed_stays_when_something_is_wrong(cast: Cast) -> None:
    situation, client = arise(cast), signed_in(cast.okafor)
    long = client.post(page(situation, "pack/"), {"threats": "x" * 10_001, "tonight": "Stays"})
    assert long.status_code == 422
    assert "Use at most 10,000 characters." in long.content.decode()
    wrong = client.post(
        page(situation, "told/"), {"officer": "PC Ansah", "next_update_on-day": "31", "next_update_on-month": "2"}
    )
    said = wrong.content.decode()
    assert wrong.status_code == 422
    assert "PC Ansah" in said
    assert "The day must be today or within a year." in said


def test_the_reference_stands_on_the_case(cast: Cast) -> None:
    situation = arise(cast)
    makers.make_police_report(case=situation.case, by=cast.okafor, log_reference="DP-77")
    said = signed_in(cast.okafor).get(f"/school/cases/{situation.case.pk}/").content.decode()
    assert "DP-77, PC Ansah 4471" in said


def test_a_family_sees_nothing_of_a_pack(cast: Cast) -> None:
    situation = arise(cast)
    pack = makers.make_pack(case=situation.case, by=cast.okafor)
    assert Client().get(page(situation, f"{pack.pk}/")).status_code == 302
