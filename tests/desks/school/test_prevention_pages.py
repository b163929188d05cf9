"""The register of prevention at the desk: kept by leads, read by governors, who learn of no case."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast, signed_in
from tests.makers import make_case, make_conflict, make_done, make_incident, make_prevention, make_prompt
from upstander.kernel import clock
from upstander.records.policies.models import Prevention

NOW = clock.now()
MEASURE = {"words": "Survey in spring", "kind": "survey", "owner": "", "every": "12"}


@pytest.fixture
def late(cast: Cast) -> Prevention:
    measure = make_prevention(by=cast.okafor, owner=cast.okafor, every_months=1, at=NOW - timedelta(days=90))
    make_done(prevention=measure, by=cast.okafor, at=NOW - timedelta(days=80))
    return measure


def done(days: int, **said: str) -> dict[str, str]:
    on = clock.in_london(NOW - timedelta(days=days))
    return {"done_on-day": str(on.day), "done_on-month": str(on.month), "done_on-year": str(on.year), "done_by": "Tutors", **said}


def test_a_measure_is_added_done_changed_linked_and_ended(cast: Cast) -> None:
    client, case = signed_in(cast.okafor), make_case(lead=cast.okafor)
    incident = make_incident(case=case, by=cast.okafor, what="Called names on the bus")
    kept = client.post("/school/prevention/add/", {**MEASURE, "kind": ""})
    assert kept.status_code == 422
    assert "Survey in spring" in kept.content.decode()
    client.post("/school/prevention/add/", MEASURE)
    listed = client.get("/school/prevention/").content.decode()
    page = re.findall(r"/school/prevention/[0-9a-f-]{36}/", listed)[0]
    assert re.search(r"Nobody owns it</dt><dd><ul[^>]*><li><a [^>]*>Survey in spring", listed)
    assert client.post(f"{page}done/", done(-2, note="Said so.")).status_code == 422
    client.post(f"{page}done/", done(2, note="Half said so."))
    client.post(f"{page}change/", {**MEASURE, "words": "Survey in autumn", "owner": str(cast.lund.pk)})
    assert "No case that you may see" in client.post(f"{page}case/", {"reference": "UP-222222"}).content.decode()
    offered = client.get(f"{page}case/", {"reference": case.reference.lower()}).content.decode()
    for words in ("Called names on the bus", "The case as a whole"):
        assert words in offered
    assert client.post(f"{page}case/", {"reference": case.reference, "chosen": "x"}).status_code == 422
    client.post(f"{page}case/", {"reference": case.reference, "chosen": [incident.pk, "whole"]})
    assert "All of this case is on record" in client.get(f"{page}case/", {"reference": case.reference}).content.decode()
    shown = client.get(page).content.decode()
    for words in ("Survey in autumn", "Half said so.", "Mr Lund", "Called names on the bus", f"Case {case.reference} as a whole"):
        assert words in shown
    there = client.get(f"/school/cases/{case.pk}/incidents/").content.decode()
    assert re.search(r"Prompted</dt><dd><ul><li><a [^>]*>Survey in autumn", there)
    for take_back in re.findall(r"/school/prevention/case/[0-9a-f-]{36}/take-back/", shown):
        shown = client.post(take_back, follow=True).content.decode()
    assert case.reference not in shown
    assert client.post(f"{page}end/", {"because": ""}).status_code == 422
    assert "Survey in autumn" not in client.post(f"{page}end/", {"because": "A new one."}, follow=True).content.decode()
    assert "A new one." in client.get(page).content.decode()


def test_gaps_are_said_to_governors_and_to_whoever_owns_them(cast: Cast, late: Prevention) -> None:
    shown = signed_in(cast.hale).get("/school/prevention/").content.decode()
    assert re.search(r"Not done in its time</dt><dd><ul[^>]*><li><a [^>]*>Lessons on being kind online", shown)
    assert re.search(r"Nothing of this kind</dt><dd><ul[^>]*><li>Training for staff", shown)
    assert (
        "1 not done in its time, 0 that nobody owns, 7 kinds with nothing"
        in signed_in(cast.hale).get("/oversight/").content.decode()
    )
    assert "1 prevention measure of yours is past its day" in signed_in(cast.okafor).get("/school/").content.decode()
    assert "of yours" not in signed_in(cast.lund).get("/school/").content.decode()


def test_a_case_that_prompted_a_measure_changes_nothing_for_whoever_may_not_see_it(cast: Cast, late: Prevention) -> None:
    case = make_case(lead=cast.okafor)
    make_conflict(member=cast.reyes, subject_id=case.pk)
    pages = ("/school/prevention/", f"/school/prevention/{late.pk}/", "/oversight/")
    without = {name: said(getattr(cast, name), pages) for name in ("hale", "reyes")}
    incident = make_incident(case=case, by=cast.okafor, what="Called names on the bus")
    make_prompt(prevention=late, case=case, by=cast.okafor)
    make_prompt(prevention=late, case=case, incident_id=incident.pk, by=cast.okafor)
    assert {name: said(getattr(cast, name), pages) for name in ("hale", "reyes")} == without
    for words in (case.reference, "Called names on the bus"):
        assert words in said(cast.okafor, pages)[1]
    refused = signed_in(cast.reyes).get(f"/school/prevention/{late.pk}/case/", {"reference": case.reference})
    assert refused.status_code == 422
    for words in ("No case that you may see", "Called names on the bus"):
        assert (words in refused.content.decode()) == (words == "No case that you may see")
    assert "prompted" not in without["hale"][1]


def said(member: Any, pages: tuple[str, ...]) -> list[str]:
    client = signed_in(member)
    answers = [client.get(page).content.decode() for page in pages if page != "/oversight/" or member.role != "pastoral"]
    return [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer) for answer in answers]


def test_each_role_may_do_what_is_its_own(cast: Cast, late: Prevention) -> None:
    page = f"/school/prevention/{late.pk}/"
    case = make_case(lead=cast.okafor)
    forms = {
        "change/": (MEASURE, {"okafor", "lund", "reyes"}),
        "done/": (done(1), {"okafor", "lund", "reyes", "adeyemi"}),
        "case/": ({"reference": case.reference, "chosen": "whole"}, {"okafor", "lund", "reyes"}),
    }
    names = ("okafor", "lund", "reyes", "adeyemi", "hale", "vance", "marsh", "flint")
    everybody = {name: signed_in(getattr(cast, name)) for name in names}
    assert {name for name, client in everybody.items() if client.get(page).status_code == 200} == {*names[:5]}
    for form, (sent, allowed) in forms.items():
        assert {name for name, client in everybody.items() if client.post(page + form, sent).status_code != 404} == allowed, form
        assert everybody["okafor"].get(page + form).status_code == (422 if form == "case/" else 405)
        assert everybody["hale"].get(page + form).status_code in (404, 405)


def test_the_pages_keep_to_their_budget_of_queries(
    cast: Cast, late: Prevention, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        prompted = make_prevention(by=cast.okafor, owner=cast.lund, words=f"Measure {number}")
        case = make_case(lead=cast.okafor)
        incident = make_incident(case=case, by=cast.okafor)
        make_prompt(prevention=prompted, case=case, incident_id=incident.pk, by=cast.okafor)
        make_done(prevention=prompted, by=cast.lund)
    client: Any = signed_in(cast.okafor)
    link = f"/school/prevention/{prompted.pk}/case/?reference={case.reference}"
    for page, most in {"/school/prevention/": 1, f"/school/prevention/{prompted.pk}/": 6, link: 4}.items():
        with django_assert_max_num_queries(4 + 3 + most):  # the door; in a test a savepoint and its way back
            client.get(page)
