"""At the school desk: write down what was said, see where it may have started again, say what came of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests import makers
from tests.cast import Cast, signed_in
from tests.procedures.situation import Situation, arise
from upstander.kernel import clock
from upstander.records.access.asking import asking
from upstander.records.cases.models import Case, CaseState
from upstander.records.investigations.models import Check, CheckAnswer, Recurrence, Reopening

SAID = {"stopped": "yes", "safe": "yes", "words": "They sit with me again."}


def page(situation: Situation, place: str = "") -> str:
    return f"/school/cases/{situation.case.pk}/checks/{place}"


def test_the_child_s_words_are_taken_down(cast: Cast) -> None:
    situation = arise(cast)
    check = makers.make_check(case=situation.case, child=situation.robin, asks="child")
    client = signed_in(cast.okafor)

    assert "What did Robin Ashdown say?" in client.get(page(situation, f"{check.pk}/")).content.decode()
    empty = client.post(page(situation, f"{check.pk}/"), {**SAID, "words": ""})
    answer = client.post(page(situation, f"{check.pk}/"), SAID)

    assert (empty.status_code, answer.status_code) == (422, 302)
    shown = client.get(answer["Location"]).content.decode()
    assert "They sit with me again." in shown
    assert "taken down by Ms Okafor" in shown


def test_a_check_of_another_case_is_none(cast: Cast) -> None:
    situation, other = arise(cast), arise(cast)
    check = makers.make_check(case=other.case, child=other.robin)
    client = signed_in(cast.okafor)

    assert client.get(page(situation, f"{check.pk}/")).status_code == 404
    assert client.post(page(situation, f"{check.pk}/"), SAID).status_code == 404
    with asking(cast.okafor.actor()):
        assert Check.objects.open().get().pk == check.pk


def test_it_may_have_started_again_until_somebody_says_what_came_of_it(cast: Cast) -> None:
    situation, client = arise(cast), signed_in(cast.okafor)
    told = {**SAID, "stopped": "again", "child": str(situation.robin.pk), "asks": "family"}

    assert client.post(page(situation, "told/"), told).status_code == 302

    assert re.findall(r'stat__number">([^<]+)<', client.get("/school/").content.decode())[6] == "1"
    assert str(situation.case.pk) in client.get("/school/again/").content.decode()
    assert "may have started again" in client.get(f"/school/cases/{situation.case.pk}/").content.decode()
    with asking(cast.okafor.actor()):
        row = Recurrence.objects.get()
    settle = page(situation, f"again/{row.pk}/")
    assert client.post(settle, {"because": ""}).status_code == 422
    assert client.get(settle)["Location"] == page(situation)
    assert client.post(settle, {"because": "An old clip, shown again."}).status_code == 302
    assert str(situation.case.pk) not in client.get("/school/again/").content.decode()
    assert "An old clip, shown again." in client.get(page(situation)).content.decode()


@pytest.mark.parametrize("who", ["adeyemi", "hale", "vance", "marsh"])
def test_whoever_may_not_see_the_case_sees_none_of_it(cast: Cast, who: str) -> None:
    situation = arise(cast)
    check = makers.make_check(case=situation.case, child=situation.robin, due_at=clock.now())
    answer = makers.make_check_answer(case=situation.case, child=situation.robin, by=cast.okafor, stopped="again")
    row = makers.make_recurrence(answer=answer)
    client = signed_in(getattr(cast, who))

    for place, sent in ((f"{check.pk}/", SAID), ("told/", SAID), (f"again/{row.pk}/", {"because": "Over."})):
        assert client.post(page(situation, place), sent).status_code == 404
    for listed in ("/school/checks/", "/school/again/", "/school/checks/?show=due"):
        shown = client.get(listed)
        assert shown.status_code in (200, 404)
        assert str(situation.case.pk) not in shown.content.decode()
    with asking(cast.okafor.actor()):
        assert CheckAnswer.objects.count() == 1


def test_a_list_leads_through_its_cases(cast: Cast) -> None:
    situation = arise(cast)
    makers.make_check(case=situation.case, child=situation.robin, due_at=clock.now() - timedelta(days=1))
    client = signed_in(cast.okafor)

    shown = client.get("/school/checks/?show=due").content.decode()

    assert "Robin Ashdown’s family" in shown
    assert "overdue" in shown
    href = re.search(r'<a href="(/school/cases/[^"]+)"', shown)
    assert href
    assert "1 of 1 to ask by today" in client.get(href[1].replace("&amp;", "&")).content.decode()


def test_a_closed_case_is_opened_again_with_a_reason(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor, state=CaseState.CLOSED)
    client = signed_in(cast.okafor)
    place = f"/school/cases/{case.pk}/reopen/"

    assert client.post(place, {"reason": ""}).status_code == 422
    assert client.post(place, {"reason": "A second group was found."}).status_code == 302

    with asking(cast.okafor.actor()):
        assert Case.objects.get(pk=case.pk).state == CaseState.OPEN
        assert Reopening.objects.get().by == "Ms Okafor"
    shown = client.get(f"/school/cases/{case.pk}/checks/").content.decode()
    assert "A second group was found." in shown
    assert "Case opened again" in client.get(f"/school/cases/{case.pk}/").content.decode()
