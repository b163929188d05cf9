"""The page of a report: the verdict answers back, what was said stands as it was said, and a case begins here."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests import makers
from tests.cast import Cast, signed_in
from tests.desks.reports import a_report
from upstander.records.access.asking import asking
from upstander.records.assessments.models import Assessment, FactSource, Verdict
from upstander.records.cases.models import Case, Family
from upstander.records.intake.models import Report


def words(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def verdict_of(cast: Cast, report: Report) -> Verdict:
    with asking(cast.okafor.actor()):
        return Verdict.objects.get(assessment__report=report, superseded_at=None)


def test_it_says_what_was_said_and_how_to_reach_them_safely(cast: Cast) -> None:
    page = words(signed_in(cast.okafor).get(f"/school/reports/{a_report(cast.thornbury).pk}/"))

    for said in (
        "Clips of Robin go round the Year 9 group chat every evening.",
        "By e-mail, in the evening",
        "Somebody must not find out. Her older brother",
        "Sam Birch",
        "Northcliff Academy",
        "9B Banter",
    ):
        assert said in page


def test_each_reason_has_its_clause(cast: Cast) -> None:
    page = words(signed_in(cast.okafor).get(f"/school/reports/{a_report(cast.thornbury).pk}/"))

    assert "The school deals with it." in page
    assert "ssct:S6" in page
    assert "Next question:" in page
    assert "What nobody may do" in page


def test_an_answer_changes_the_verdict_and_the_page_says_what_changed(cast: Cast) -> None:
    report, client = a_report(cast.thornbury), signed_in(cast.okafor)
    verdict, here = verdict_of(cast, report), f"/school/reports/{report.pk}/"

    page = client.post(
        f"/school/facts/{verdict.assessment_id}/", {"fact": "serious_threat", "answer": "yes", "back": here}, follow=True
    )

    assert "Your answer changed the verdict" in words(page)
    assert "New. Report to the police on 101" in words(page)
    assert "The school itself reports it." in words(page)
    assert "Your answer changed the verdict" not in words(client.get(here))


def test_a_question_answered_with_not_known_waits_behind_the_others(cast: Cast) -> None:
    report, client = a_report(cast.thornbury), signed_in(cast.okafor)
    here = f"/school/reports/{report.pk}/"

    def first_question() -> str:
        found = re.search(r'name="fact" value="(\w+)"', client.get(here).content.decode())
        return found[1] if found else ""

    asked = first_question()
    client.post(f"/school/facts/{verdict_of(cast, report).assessment_id}/", {"fact": asked, "answer": "unknown", "back": here})

    assert asked != first_question() != ""


def test_answers_that_differ_stand_side_by_side(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        assessment = Assessment.objects.get(report=report)
    makers.make_facts(assessment=assessment, facts={"repeated": "no"}, source=FactSource.PERSON, said_by="Mr Lund")

    page = words(signed_in(cast.okafor).get(f"/school/reports/{report.pk}/"))

    assert re.search(r"Has it happened more than once\? .*Yes the person who reported", page)
    assert re.search(r"No Mr Lund", page)


def test_confirming_shows_name_and_time_and_a_part_can_be_set_aside(cast: Cast) -> None:
    report, client = a_report(cast.thornbury), signed_in(cast.okafor)
    verdict, here = verdict_of(cast, report), f"/school/reports/{report.pk}/"

    client.post(f"/school/verdicts/{verdict.pk}/confirm/", {"back": here})
    client.post(
        f"/school/verdicts/{verdict.pk}/set-aside/",
        {"back": here, "outcome": "duties/review_date", "reason": "Agreed with the family <b>today</b>."},
    )

    page = client.get(here)
    assert "by Ms Okafor" in words(page)
    assert "Confirm this verdict" not in words(page)
    assert "&lt;b&gt;today" in page.content.decode()
    assert "Not needed" in words(page)


def test_a_reason_that_is_missing_keeps_what_was_typed(cast: Cast) -> None:
    report, client = a_report(cast.thornbury), signed_in(cast.okafor)
    verdict, here = verdict_of(cast, report), f"/school/reports/{report.pk}/"

    page = client.post(
        f"/school/verdicts/{verdict.pk}/set-aside/",
        {"back": here, "outcome": "prohibitions/burden_target", "reason": "We moved Robin."},
    )

    assert page.status_code == 422
    assert "so this stands" in words(page)
    assert "We moved Robin." in page.content.decode()


def test_taken_by_somebody_else_meanwhile(cast: Cast) -> None:
    report = a_report(cast.thornbury, taken_by=cast.lund)

    page = signed_in(cast.okafor).post(f"/school/reports/{report.pk}/take/")

    assert page.status_code == 409
    assert "Mr Lund" in words(page)


def opening_form(page: Any) -> dict[str, str]:
    """What a browser would send from the form as it stands."""
    text = page.content.decode()
    inputs = dict(re.findall(r'<input class="govuk-input[^>]*name="([^"]+)" type="text"[^>]*? value="([^"]*)"', text))
    selects = {
        name: (re.search(r'value="([^"]*)" selected', options) or ["", ""])[1]
        for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', text, flags=re.S)
    }
    rows = re.search(r'name="rows" value="(\d+)"', text)
    return {**inputs, **selects, "rows": rows[1] if rows else "0"}


def test_a_case_is_opened_from_what_the_report_says(cast: Cast) -> None:
    report, client = a_report(cast.thornbury), signed_in(cast.okafor)
    form = opening_form(client.get(f"/school/reports/{report.pk}/case/"))

    answer = client.post(f"/school/reports/{report.pk}/case/", {**form, "title": "Clips in 9B", "family_of": "0"})

    with asking(cast.okafor.actor()):
        case = Case.objects.get()
        assert answer["Location"] == f"/school/cases/{case.pk}/"
        parts = dict(case.involvements.values_list("person__name", "part"))
        assert parts == {"Robin Ashdown": "targeted", "Sam Birch": "displaying", "Kim": "displaying"}
        assert Family.objects.get(report=report).child.name == "Robin Ashdown"
    assert "This report is part of a case" in words(client.get(f"/school/reports/{report.pk}/"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"title": ""}, "Write a title"),
        ({"family_of": ""}, "Choose whose family made the report"),
        ({"part-0": "leave_out"}, "Name the child who was targeted"),
        ({"name-0": " "}, "Write the name"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(cast: Cast, change: dict[str, str], says: str) -> None:
    report, client = a_report(cast.thornbury), signed_in(cast.okafor)
    form = opening_form(client.get(f"/school/reports/{report.pk}/case/"))

    page = client.post(
        f"/school/reports/{report.pk}/case/", {**form, "title": "Clips in 9B", "family_of": "0", "year-1": "9C", **change}
    )

    assert page.status_code == 422
    assert says in words(page)
    assert 'value="9C"' in page.content.decode()
    assert "<title>Error: " in page.content.decode()


def test_search_before_create_offers_the_case_and_joins_it(cast: Cast) -> None:
    first, second, client = a_report(cast.thornbury), a_report(cast.thornbury), signed_in(cast.okafor)
    form = opening_form(client.get(f"/school/reports/{first.pk}/case/"))
    client.post(f"/school/reports/{first.pk}/case/", {**form, "title": "Clips in 9B", "family_of": "0"})
    with asking(cast.okafor.actor()):
        case = Case.objects.get()

    page = client.get(f"/school/reports/{second.pk}/case/")
    assert case.reference in words(page)
    joining = f"/school/reports/{second.pk}/case/{case.pk}/"
    form = opening_form(client.get(joining))
    assert form["person-0"] == ""  # somebody else, until a person says that it is the same
    answer = client.post(joining, {**form, "family_of": "none"})

    assert answer["Location"] == f"/school/cases/{case.pk}/"
    with asking(cast.okafor.actor()):
        assert case.case_reports.count() == 2


def test_the_page_has_a_query_budget(cast: Cast, django_assert_max_num_queries: object) -> None:
    report, client = a_report(cast.thornbury), signed_in(cast.okafor)
    client.get(f"/school/reports/{report.pk}/")

    with django_assert_max_num_queries(18):  # type: ignore[operator]
        client.get(f"/school/reports/{report.pk}/")
