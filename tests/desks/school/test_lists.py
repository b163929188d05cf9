"""Lists go on without counting, keep their place, and cost the same few queries however long they are."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests import makers
from tests.cast import Cast, signed_in
from tests.desks.reports import a_report
from upstander.kernel import clock
from upstander.records.cases.models import CaseState

QUERIES = {  # beside the four that let somebody in: session, who is asking twice, the account with its role
    "/school/": 4,  # numbers, duties, for whom they cover, the policy and prevention
    "/school/reports/": 1,
    "/school/cases/": 1,
    "/school/duties/": 2,  # and the colleagues to whom they can be given
    "/school/came-in/": 1,
    "/school/waiting/": 1,
    "/school/steps/": 1,
    "/school/cases/?show=open&show=mine&show=waiting&show=again": 1,
    "/school/duties/?show=due&show=unowned": 2,
    "/school/reports/?show=untaken&show=parent&show=written": 1,
    "/school/complaints/": 1,
    "/school/duplicates/": 1,
    "/school/checks/": 1,
    "/school/again/": 1,
    "/school/devices/": 1,
    "/school/search/?q=Robin": 2,  # people; reports and cases
}
DOOR = 4


def rows(page: bytes) -> list[str]:
    return re.findall(r'<a href="(/school/(?:reports|cases)/[^"?]+/)\?', page.decode())


def following(page: bytes, rel: str) -> str:
    found = re.search(rf'href="(\?[^"]+)" rel="{rel}"', page.decode())
    return found[1].replace("&amp;", "&") if found else ""


def sixty_reports(cast: Cast) -> None:
    for n in range(60):
        makers.make_report(organisation=cast.thornbury, child_name=f"Child {n:02}", at=clock.now() - timedelta(minutes=n // 2))


@pytest.mark.parametrize("page", QUERIES)
def test_query_budgets(cast: Cast, page: str, django_assert_num_queries: object, monkeypatch: pytest.MonkeyPatch) -> None:
    at = clock.now()
    monkeypatch.setattr(clock, "now", lambda: at)  # holidays are read once a minute: not while this counts
    for n in range(3):
        report = a_report(cast.thornbury)
        makers.make_message(report=report)
        case = makers.make_case(lead=cast.okafor, reports=[report], title=f"Case {n}", at=clock.now())
        family = makers.make_family(case=case, at=clock.now())
        makers.make_check(case=case, child=family.child, due_at=clock.now())
        answer = makers.make_check_answer(case=case, child=family.child, by=cast.okafor, stopped="again")
        makers.make_recurrence(answer=answer)
        makers.make_step(case=case, by=cast.okafor, at=clock.now())
        makers.make_device(case=case, person=family.child, by=cast.okafor, at=clock.now())
        a_report(cast.thornbury)
    client = signed_in(cast.okafor)
    client.get(page)  # what is read once a minute or compiled once is there

    with django_assert_num_queries(DOOR + QUERIES[page] + 3):  # type: ignore[operator]  # in a test, a savepoint and its way back
        client.get(page)


def test_older_and_newer_pages_show_every_row_once(cast: Cast) -> None:
    sixty_reports(cast)
    client = signed_in(cast.okafor)

    first = client.get("/school/reports/").content
    second = client.get("/school/reports/" + following(first, "next")).content
    third = client.get("/school/reports/" + following(second, "next")).content

    assert [len(rows(page)) for page in (first, second, third)] == [25, 25, 10]
    assert len({*rows(first), *rows(second), *rows(third)}) == 60
    assert following(third, "next") == ""
    assert following(first, "prev") == ""
    assert rows(client.get("/school/reports/" + following(third, "prev")).content) == rows(second)
    assert rows(client.get("/school/reports/" + following(second, "prev")).content) == rows(first)


@pytest.mark.parametrize(
    "key", ["after=nonsense", "before=1.2", "after=999999999999999999999999.0", "first=-1", "after=%00", "first=٣"]
)
def test_a_place_that_is_none_shows_the_first_page(cast: Cast, key: str) -> None:
    a_report(cast.thornbury)

    assert len(rows(signed_in(cast.okafor).get(f"/school/reports/?{key}").content)) == 1


def test_a_page_knows_what_is_before_and_after_it_in_its_list(cast: Cast) -> None:
    sixty_reports(cast)
    client = signed_in(cast.okafor)
    listed = client.get("/school/reports/?show=untaken").content.decode()
    third = re.findall(r'<a href="(/school/reports/[^"]+\?[^"]+)"', listed)[2].replace("&amp;", "&")

    page = client.get(third).content.decode()

    assert "3 of 50+ that nobody has taken" in page
    before, after = re.findall(r'href="(/school/reports/[^"]+)" rel="(?:prev|next)"', page)
    assert rows(listed.encode())[1] in before
    assert rows(listed.encode())[3] in after
    assert "2 of 50+" in client.get(before.replace("&amp;", "&")).content.decode()


def test_filters(cast: Cast) -> None:
    mine, theirs = a_report(cast.thornbury, taken_by=cast.okafor), a_report(cast.thornbury, taken_by=cast.lund)
    nobodys = a_report(cast.thornbury)
    client = signed_in(cast.okafor)

    def shown(page: str) -> set[str]:
        return {address.split("/")[3] for address in rows(client.get(page).content)}

    assert shown("/school/reports/") == {str(report.pk) for report in (mine, theirs, nobodys)}
    assert shown("/school/reports/?show=mine") == {str(mine.pk)}
    assert shown("/school/reports/?show=untaken") == {str(nobodys.pk)}
    assert shown("/school/reports/?show=nonsense") == shown("/school/reports/")


def test_cases_by_state(cast: Cast) -> None:
    cases = {state: makers.make_case(lead=cast.lund, state=state) for state in CaseState.values}
    client = signed_in(cast.okafor)

    for state, case in cases.items():
        assert rows(client.get(f"/school/cases/?show={state}").content) == [f"/school/cases/{case.pk}/"]
    assert len(rows(client.get("/school/cases/").content)) == 3
    assert rows(client.get("/school/cases/?show=mine").content) == []
    assert len(rows(signed_in(cast.lund).get("/school/cases/?show=mine").content)) == 3


def test_filters_combine_and_each_is_taken_away_by_itself(cast: Cast) -> None:
    waits, told, theirs, closed = (
        makers.make_case(lead=lead, state=state)
        for lead, state in ((cast.okafor, "open"), (cast.okafor, "open"), (cast.lund, "open"), (cast.okafor, "closed"))
    )
    for case in (waits, theirs):
        makers.make_family(case=case)
    makers.make_recurrence(
        answer=makers.make_check_answer(
            case=told, child=makers.make_child(organisation=cast.thornbury), by=cast.okafor, stopped="again"
        )
    )
    client = signed_in(cast.okafor)

    def shown(*values: str) -> set[str]:
        page = client.get("/school/cases/", {"show": values}).content
        return {address.split("/")[3] for address in rows(page)}

    assert shown("open", "mine", "waiting") == {str(waits.pk)}
    assert shown("open", "waiting") == {str(waits.pk), str(theirs.pk)}
    assert shown("mine", "open") == {str(waits.pk), str(told.pk)}
    assert shown("again") == {str(told.pk)}
    assert shown("waiting", "again") == set()
    assert shown("open", "closed") == {str(closed.pk)}, "of one sort the last counts"
    page = client.get("/school/cases/?show=open&show=mine&show=waiting").content.decode()
    for without in ("?show=mine&amp;show=waiting", "?show=open&amp;show=waiting", "?show=open&amp;show=mine"):
        assert f'href="{without}" aria-current="true"' in page
    assert 'href="?show=decided&amp;show=mine&amp;show=waiting">' in page
    assert "Cases: open, led by you, in which a family waits to hear" in page


def test_a_case_opened_from_combined_filters_knows_what_is_before_and_after_it(cast: Cast) -> None:
    for number in range(3):
        case = makers.make_case(lead=cast.okafor, title=f"Case {number}", at=clock.now() - timedelta(days=number))
        makers.make_family(case=case)
        makers.make_case(lead=cast.okafor, state="decided", at=clock.now() - timedelta(days=number))
    client = signed_in(cast.okafor)
    listed = client.get("/school/cases/?show=open&show=waiting").content.decode()
    second = re.findall(r'<a href="(/school/cases/[^"]+\?[^"]+)"', listed)[1].replace("&amp;", "&")
    page = client.get(second).content.decode()
    assert '<a href="/school/cases/?show=open&amp;show=waiting">2 of 3 open, in which a family waits to hear</a>' in page
    assert len(re.findall(r'href="(/school/cases/[^"]+list=cases.open.waiting[^"]+)" rel="(?:prev|next)"', page)) == 2
    odd = second.replace("cases.open.waiting", "cases.open.closed")
    assert 'class="through"' not in client.get(odd).content.decode()


def test_the_place_in_a_list_stays_while_somebody_is_busy_with_a_case(cast: Cast) -> None:
    for n in range(3):
        makers.make_case(lead=cast.okafor, title=f"Case {n}", at=clock.now() - timedelta(hours=n))
    client = signed_in(cast.okafor)
    first = re.findall(
        r'href="(/school/cases/[^"?]+/)(\?list=cases.open[^"]+)"', client.get("/school/cases/?show=open").content.decode()
    )
    here, place = first[1][0], first[1][1].replace("&amp;", "&")

    def where(came_from: str, address: str = here, *, who: Client = client) -> str:
        found = re.search(
            r">(\d of \d[^<]*)<", who.get(address, headers={"Referer": f"http://testserver{came_from}"}).content.decode()
        )
        return found[1] if found else ""

    assert where("/school/cases/?show=open", here + place) == "2 of 3 open"
    assert where(f"{here}people/") == "2 of 3 open", "it comes back from a page of the case"
    assert where(here, f"{here}?done=person") == "2 of 3 open", "and from what was done there"
    assert where(f"{here}people/", first[2][0]) == "", "another case has another place"
    assert where("/school/search/?q=case") == "", "somebody who found it otherwise is not in that list"
    assert where(f"{here}people/") == "", "nor afterwards"
    client.cookies["place"] = f"{here.split('/')[-2].replace('-', '')}~nonsense~1.2~x"
    assert where(f"{here}people/") == ""


def test_duties_that_are_due_and_nobody_s(cast: Cast) -> None:
    report = a_report(cast.thornbury, at=clock.now() - timedelta(days=9))
    client = signed_in(cast.okafor)
    assert "due, and nobody’s" in client.get("/school/").content.decode()
    assert str(report.pk) in client.get("/school/duties/?show=due&show=unowned").content.decode()
    assert str(report.pk) not in client.get("/school/duties/?show=mine&show=due").content.decode()
    alone = client.get("/school/duties/?show=mine&show=withdrawn").content.decode()
    assert "<h1>No longer asked of you</h1>" in alone


class TestSteps:
    def test_are_listed_for_me_and_for_everybody_the_overdue_first(self, cast: Cast) -> None:
        now = clock.now()
        mine, theirs = makers.make_case(lead=cast.okafor), makers.make_case(lead=cast.lund)
        closed = makers.make_case(lead=cast.okafor, state="closed")
        makers.make_step(case=mine, by=cast.okafor, words="Ask the driver", at=now)
        makers.make_step(case=theirs, by=cast.lund, words="Ask the tutor", at=now - timedelta(days=9))
        makers.make_step(case=closed, by=cast.okafor, words="Ask the cook", at=now)
        client = signed_in(cast.okafor)
        assert rows(client.get("/school/steps/").content) == [f"/school/cases/{theirs.pk}/", f"/school/cases/{mine.pk}/"]
        assert rows(client.get("/school/steps/?show=mine").content) == [f"/school/cases/{mine.pk}/"]
        assert rows(client.get("/school/steps/?show=overdue").content) == [f"/school/cases/{theirs.pk}/"]
        today = client.get("/school/").content.decode()
        assert "1 step of plans is for you</a>" in today
        assert "1 step of plans is for you, 1 overdue" in signed_in(cast.lund).get("/school/").content.decode()

    def test_of_a_case_that_is_walled_off_are_in_no_list_and_no_number(self, cast: Cast) -> None:
        case = makers.make_case(lead=cast.okafor)
        makers.make_step(case=case, by=cast.lund, at=clock.now())
        makers.make_conflict(member=cast.lund, subject_id=case.pk)
        for member in (cast.lund, cast.adeyemi, cast.vance):
            client = signed_in(member)
            assert rows(client.get("/school/steps/").content) == []
            assert "of plans" not in client.get("/school/").content.decode()


def test_today_counts_to_fifty_and_names_the_child(cast: Cast) -> None:
    report = a_report(cast.thornbury, facts={"school_investigated": "yes", "found_bullying": "yes", "family_told_outcome": "no"})
    sixty_reports(cast)
    page = signed_in(cast.okafor).get("/school/").content.decode()

    assert "Tell Robin’s family the outcome" in page
    assert re.findall(r'stat__number">([^<]+)<', page)[3] == "50+"
    assert report.reference in page
    assert "nobody has taken it" in page


def test_a_family_waits_in_school_days(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor, at=clock.now())
    makers.make_family(case=case, at=clock.now() - timedelta(days=14))

    page = signed_in(cast.okafor).get("/school/waiting/").content.decode()

    assert re.search(r"\b(?:[89]|10) school days", page)


def test_search_finds_by_any_word_and_says_when_there_is_nothing(cast: Cast) -> None:
    report = a_report(cast.thornbury, child_name="Ilse O’Penhaligon")
    client = Client()
    client = signed_in(cast.okafor)

    assert str(report.pk) in client.get("/school/search/", {"q": report.reference}).content.decode()
    for odd in ("zzz", "'", '"', "a & | !", "\x00", "x" * 5000, "<script>"):
        answer = client.get("/school/search/", {"q": odd})
        assert answer.status_code == 200
        assert "<script>" not in answer.content.decode().replace('<script type="module"', "")
