"""The policy's ladder at the desk: drafted clause by clause, compared, approved, and cited."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast, signed_in
from tests.makers import make_case, make_ladder, on_behalf_of
from upstander.desks.school.shapes_ladder import differences
from upstander.kernel import clock
from upstander.records.policies.models import Behaviour, Citation, Ladder

TODAY = clock.in_london(clock.now()).date()
LONG_AGO = clock.now() - timedelta(days=400)
CLAUSE = {"name": "Online bullying", "clause": "4.2", "in_school": "We speak with the family at once."}


def day(name: str, days: int) -> dict[str, str]:
    when = TODAY + timedelta(days=days)
    return {f"{name}-day": str(when.day), f"{name}-month": str(when.month), f"{name}-year": str(when.year)}


@pytest.fixture
def in_force(cast: Cast) -> Ladder:
    begins = TODAY - timedelta(days=300)
    return make_ladder(organisation=cast.thornbury, in_force_from=begins, review_on=TODAY, by=cast.hale, at=LONG_AGO)


def started(cast: Cast) -> None:
    signed_in(cast.okafor).post("/school/policy/", {"policy": "Behaviour policy", "version": "Next"})


def test_a_draft_is_begun_written_compared_and_approved(cast: Cast, in_force: Ladder) -> None:
    lead, governor = signed_in(cast.okafor), signed_in(cast.hale)
    assert lead.post("/school/policy/", {"policy": "", "version": ""}).status_code == 422
    assert lead.post("/school/policy/", {"policy": "Behaviour policy", "version": "Next"})["Location"] == "/school/policy/draft/"
    refused = lead.post("/school/policy/draft/kind/online_bullying/", {**CLAUSE, "clause": ""})
    assert refused.status_code == 422
    assert "We speak with the family at once." in refused.content.decode()  # nothing typed is lost
    assert lead.post("/school/policy/draft/kind/online_bullying/", CLAUSE)["Location"].endswith("#kind-online_bullying")
    compared = governor.get("/school/policy/draft/").content.decode()
    assert '<ins><span class="govuk-visually-hidden">put in: </span>' in compared
    assert "taken out: </span>" in compared
    page = governor.get("/school/policy/draft/approve/")
    seen = page.content.decode().partition('name="seen" value="')[2].partition('"')[0]
    approval = {"seen": seen, "approved_by": "The governors", "minute": "7", **day("approved_on", -1), **day("review_on", 300)}
    wrong = governor.post("/school/policy/draft/approve/", {**approval, **day("in_force_from", 0)})
    assert wrong.status_code == 422
    assert "The governors" in wrong.content.decode()
    assert governor.post("/school/policy/draft/approve/", {**approval, **day("in_force_from", 1)}).status_code == 302
    shown = lead.get("/school/policy/").content.decode()
    assert "Behaviour policy, Next" in shown
    assert lead.get("/school/policy/draft/").status_code == 404
    late = lead.post("/school/policy/draft/kind/threats/", CLAUSE)  # written while it was approved
    assert late.status_code == 422
    for words in ("There is no draft any more", "We speak with the family at once."):
        assert words in late.content.decode()


def test_words_that_went_and_words_that_came_are_told_apart() -> None:
    assert differences("We talk with you.", "We talk with them now.") == [
        ("same", "We talk with "), ("out", "you."), ("in", "them now."),
    ]  # fmt: skip
    assert differences("", "New.") == [("in", "New.")]
    assert differences("Old.", "") == [("out", "Old.")]


EVERYBODY = ("okafor", "lund", "reyes", "adeyemi", "hale", "vance", "marsh", "flint")
PAGES = {
    "/school/policy/draft/": {"okafor", "lund", "reyes", "adeyemi", "hale"},
    "/school/policy/draft/kind/": {"okafor", "lund", "reyes"},
    "/school/policy/draft/kind/threats/": {"okafor", "lund", "reyes"},
    "/school/policy/draft/approve/": {"reyes", "hale"},
    "/school/policy/draft/drop/": {"okafor", "lund", "reyes"},
}


def test_whoever_may_not_gets_what_is_not_there(cast: Cast, in_force: Ladder) -> None:
    started(cast)
    everybody = {name: signed_in(getattr(cast, name)) for name in EVERYBODY}
    for page, readers in PAGES.items():
        assert {name for name, client in everybody.items() if client.get(page).status_code == 200} == readers
        writers = {"okafor", "lund", "reyes"} if page == "/school/policy/draft/" else readers
        own = (
            {"vance"} if "/kind/" in page or "/drop/" in page else set()
        )  # leads where there is no draft: is told so, keeps the words
        refused = {name for name, client in everybody.items() if client.post(page, {"version": "x"}).status_code == 404}
        assert refused == everybody.keys() - writers - own


def test_a_review_that_is_due_is_said_on_today_and_to_governors(cast: Cast, in_force: Ladder) -> None:
    assert "The policy was to be looked at again by" in signed_in(cast.okafor).get("/school/").content.decode()
    assert "It was to be looked at again by" in signed_in(cast.hale).get("/oversight/").content.decode()
    assert "Was due on" in signed_in(cast.hale).get("/school/policy/").content.decode()


def test_governors_hear_of_a_draft_and_find_home(cast: Cast) -> None:
    started(cast)
    assert "A draft waits for approval: Behaviour policy, Next" in signed_in(cast.hale).get("/oversight/").content.decode()
    page = signed_in(cast.hale).get("/school/policy/").content.decode()
    assert 'class="mark" href="/school/policy/"' in page
    assert "/school/cases/" not in page


def test_a_finding_cites_the_clause_in_force_and_shows_it(cast: Cast, in_force: Ladder) -> None:
    case, client = make_case(lead=cast.okafor), signed_in(cast.okafor)
    page = f"/school/cases/{case.pk}/finding/"
    assert "Behaviour policy, September 2026, clause 4.2" in client.get(page).content.decode()
    said = {name: "yes" for name in ("hurt_meant", "repeated", "power")}
    said |= {f"{name}_why": "It is so." for name in said} | {"outcome": "bullying", "reasons": "So."}
    assert client.post(page, {**said, "behaviour": "threats"}).status_code == 422
    assert client.post(page, {**said, "behaviour": "online_bullying"}).status_code == 302
    with on_behalf_of(cast.thornbury.pk):
        assert Citation.objects.get().clause.behaviour == Behaviour.ONLINE_BULLYING
    make_ladder(organisation=cast.thornbury, version="Later", in_force_from=TODAY + timedelta(days=1), at=clock.now())
    shown = client.get(page).content.decode()
    assert "<dt>Policy</dt><dd>Behaviour policy, September 2026, clause 4.2</dd>" in shown


def test_the_pages_keep_to_their_budget_of_queries(
    cast: Cast, in_force: Ladder, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    started(cast)
    client: Any = signed_in(cast.okafor)
    for page, most in {"policy/": 2, "policy/draft/": 4, "policy/draft/kind/threats/": 4}.items():
        with django_assert_max_num_queries(4 + 3 + most):  # the door; in a test a savepoint and its way back
            client.get(f"/school/{page}")
    head = signed_in(cast.reyes)
    with django_assert_max_num_queries(4 + 3 + 5):
        head.get("/school/policy/draft/approve/")


def test_a_school_s_own_kind_is_added_moved_left_out_put_back_and_offered_to_findings(cast: Cast, in_force: Ladder) -> None:
    started(cast)
    lead, draft = signed_in(cast.okafor), "/school/policy/draft/"
    filming = {**CLAUSE, "name": "Filming others", "means": "Without asking."}
    assert "Another kind in this draft" in lead.post(f"{draft}kind/", {**filming, "name": "online bullying"}).content.decode()
    assert lead.post(f"{draft}kind/", filming)["Location"].endswith("#kind-filming-others")
    assert lead.post(f"{draft}kind/filming-others/move/", {"to": "up"})["Location"] == f"{draft}#kind-filming-others"
    shown = lead.get(draft).content.decode()
    assert places(shown, "kind-online_bullying", "kind-filming-others", "kind-falling_out", "kind-threats")
    assert lead.post(f"{draft}kind/falling_out/take-out/").status_code == 302
    assert lead.post(f"{draft}kind/falling_out/take-out/").status_code == 422
    shown = lead.get(f"{draft}?done=out").content.decode()
    assert places(shown, "kind-filming-others", "Not in the draft", "kind-falling_out", "Taken out", "Put it back")
    put_back = lead.get(f"{draft}kind/falling_out/").content.decode()
    assert 'value="4.3"' in put_back
    lead.post(f"{draft}kind/falling_out/", {**CLAUSE, "name": "Friends who fall out"})
    assert "Called “A falling-out between pupils” before" in lead.get(draft).content.decode()
    for page in ("nothing/", "nothing/move/"):
        assert lead.get(f"{draft}kind/{page}").status_code in (404, 405)
    with on_behalf_of(cast.thornbury.pk):
        Ladder.objects.draft().get(organisation=cast.thornbury).clauses.all().delete()
    for name in ("hale", "adeyemi", "vance", "marsh"):
        refused = signed_in(getattr(cast, name)).post(f"{draft}kind/filming-others/move/")
        assert refused.status_code == (422 if name == "vance" else 404)


def places(shown: str, *words: str) -> bool:
    found = [shown.index(word) for word in words]
    return found == sorted(found)


def test_a_draft_is_dropped_with_a_reason_once_and_can_be_read_after(cast: Cast, in_force: Ladder) -> None:
    started(cast)
    lead, page = signed_in(cast.okafor), "/school/policy/draft/drop/"
    lead.post("/school/policy/draft/kind/threats/", {**CLAUSE, "name": "Threats", "in_school": "We act at once."})
    shown = lead.get(page).content.decode()
    assert places(shown, "What it would have changed", "Threats", "We act at once.")
    said = {"seen": shown.partition('name="seen" value="')[2].partition('"')[0], "because": ""}
    assert lead.post(page, said).status_code == 422
    listed = lead.post(page, {**said, "because": "Another is better."}, follow=True).content.decode()
    assert "What it said stays on record" in listed
    late = signed_in(cast.lund).post(page, {**said, "because": "I think so too."})
    assert late.status_code == 422
    for words in ("There is no draft any more", "I think so too."):
        assert words in late.content.decode()
    there = re.findall(r"/school/policy/dropped/[0-9a-f-]{36}/", listed)[0]
    for name in EVERYBODY:
        answer = signed_in(getattr(cast, name)).get(there)
        assert answer.status_code == (200 if name in ("okafor", "lund", "reyes", "adeyemi", "hale") else 404)
        assert ("We act at once." in answer.content.decode()) == (answer.status_code == 200)
    with on_behalf_of(cast.thornbury.pk):
        kept = [ladder.pk for ladder in Ladder.objects.approved()]
    assert [lead.get(f"/school/policy/dropped/{key}/").status_code for key in kept] == [404]
    assert "Another is better." not in Client().get(f"/policy/{cast.thornbury.school_id}/").content.decode()


def test_of_two_who_write_the_same_clause_the_second_sees_what_the_first_wrote(cast: Cast, in_force: Ladder) -> None:
    started(cast)
    page, first, second = "/school/policy/draft/kind/online_bullying/", signed_in(cast.okafor), signed_in(cast.lund)
    begun = seen_on(first.get(page).content.decode())
    assert first.post(page, {**CLAUSE, "seen": begun, "in_school": "Hers."}).status_code == 302
    refused = second.post(page, {**CLAUSE, "seen": begun, "in_school": "His."})
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert places(shown, "Somebody changed this while you were writing", "His.", "In the draft now", "Hers.")
    assert second.post(page, {**CLAUSE, "seen": seen_on(shown), "in_school": ""}).status_code == 422
    assert second.post(page, {**CLAUSE, "seen": seen_on(shown), "in_school": "His."}).status_code == 302


def seen_on(shown: str) -> str:
    return shown.partition('name="seen" value="')[2].partition('"')[0]
