"""What may be the same one is proposed on the pages, looked at side by side, decided with a reason, and undone."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests import makers
from tests.cast import Cast, signed_in
from tests.desks.reports import a_report
from upstander.records.access.asking import asking
from upstander.records.cases.models import Comparison
from upstander.records.people.models import Person

LEADS = {"okafor", "lund", "reyes"}


def two_people(cast: Cast) -> tuple[Person, Person]:
    rows = []
    for name in ("Corin Tillingbrook", "Korin Tillingbrooke"):
        child = makers.make_child(organisation=cast.thornbury, name=name)
        makers.make_involvement(case=makers.make_case(lead=cast.okafor), person=child)
        rows.append(child)
    return rows[0], rows[1]


def test_two_people_are_proposed_joined_and_parted_again(cast: Cast) -> None:
    one, two = two_people(cast)
    client = signed_in(cast.okafor)
    beside = f"/school/people/{one.pk}/same/{two.pk}/"
    page = client.get(f"/school/people/{one.pk}/").content.decode()
    assert beside in page
    assert "Ms Okafor · DSL" in page
    page = client.get(beside).content.decode()
    assert one.name in page
    assert two.name in page

    missing = client.post(beside, {"same": "", "reason": "Same mother."})
    assert missing.status_code == 422
    assert "Same mother." in missing.content.decode()
    client.post(beside, {"same": "yes", "keep": str(two.pk), "reason": "Same mother."})

    page = client.get(f"/school/people/{one.pk}/").content.decode()
    assert "The same as, says Ms Okafor" in page
    assert beside not in page
    with asking(cast.okafor.actor()):
        it = Comparison.objects.get()
        assert (it.kept_id, it.other_id) == (two.pk, one.pk)
    undo = f"/school/comparisons/{it.pk}/undo/"
    assert undo in page
    assert client.post(undo, {"because": ""}).status_code == 422
    client.post(undo, {"because": "Two cousins."})
    page = client.get(f"/school/people/{one.pk}/").content.decode()
    assert "Undone by Ms Okafor" in page
    assert undo not in page
    assert beside in page


def test_two_reports_are_proposed_and_kept_apart(cast: Cast) -> None:
    one, two = a_report(cast.thornbury, child_name="Corin Tillingbrook"), a_report(cast.thornbury, child_name="Korin Tilingbrook")
    client = signed_in(cast.lund)
    beside = f"/school/reports/{one.pk}/same/{two.pk}/"
    assert beside in client.get(f"/school/reports/{one.pk}/").content.decode()
    assert two.reference in client.get(beside).content.decode()

    client.post(beside, {"same": "no", "reason": "Two families wrote."})

    page = client.get(f"/school/reports/{two.pk}/").content.decode()
    assert "Not the same as, says Mr Lund" in page
    assert "look at both" not in page


def test_search_shows_people_with_what_is_known_of_them(cast: Cast) -> None:
    one, _ = two_people(cast)
    page = signed_in(cast.okafor).get("/school/search/", {"q": "corin tilingbrook"}).content.decode()

    assert f"/school/people/{one.pk}/" in page
    assert "1 case" in page


def test_opening_a_case_asks_about_somebody_whose_name_sounds_so(cast: Cast) -> None:
    one, _ = two_people(cast)
    report = a_report(cast.thornbury, child_name="Coryn Tillingbrook")
    report_page = signed_in(cast.okafor).post(f"/school/reports/{report.pk}/case/", {"rows": "1", "name-0": "Coryn Tillingbrook"})

    assert str(one.pk) in report_page.content.decode()
    assert "Is this the same person?" in report_page.content.decode()


@pytest.mark.parametrize("who", ["okafor", "lund", "reyes", "adeyemi", "hale", "vance", "marsh", "flint"])
def test_roles(cast: Cast, who: str) -> None:
    one, two = two_people(cast)
    reports = [a_report(cast.thornbury) for _ in range(2)]
    it = makers.make_comparison(kind="report", kept_id=reports[0].pk, other_id=reports[1].pk, by=cast.okafor)
    client = signed_in(getattr(cast, who))
    for page in (
        f"/school/people/{one.pk}/",
        f"/school/people/{one.pk}/same/{two.pk}/",
        f"/school/reports/{reports[0].pk}/same/{reports[1].pk}/",
        f"/school/comparisons/{it.pk}/undo/",
    ):
        assert client.get(page).status_code == (200 if who in LEADS else 404), page
    assert client.get(f"/school/people/{uuid4()}/").status_code == 404


def test_pastoral_staff_see_a_person_of_a_case_that_was_given_to_them_but_settle_nothing(cast: Cast) -> None:
    one, two = two_people(cast)
    with asking(cast.okafor.actor()):
        case = one.involvements.get().case
    makers.make_grant(member=cast.adeyemi, subject_id=case.pk)

    page = signed_in(cast.adeyemi).get(f"/school/people/{one.pk}/")

    assert page.status_code == 200
    assert two.name not in page.content.decode()
