"""A one-time link at the family desk: one question, answered once, with nothing of the case on the page."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import Cast
from tests.makers import make_statement_link
from tests.procedures.situation import Situation, arise
from upstander.kernel import clock
from upstander.records.access.asking import asking
from upstander.records.investigations.models import Statement

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin"}
HERE = "/say/the-word/"


@pytest.fixture
def situation(cast: Cast) -> Situation:
    situation = arise(cast)
    make_statement_link(case=situation.case, person=situation.robin, by=cast.okafor, word="the-word", at=clock.now())
    return situation


def test_it_shows_the_school_and_the_question_and_nothing_of_the_case(situation: Situation) -> None:
    answer = Client().get(HERE)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "What did you see on the bus?" in shown
    assert situation.case.organisation.name in shown
    case = situation.case
    for secret in ("Robin", "Sam Birch", case.reference, case.title, str(case.pk), "Okafor"):
        assert secret not in shown
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert answer.cookies.keys() <= {"csrf"}


def test_it_is_answered_once(cast: Cast, situation: Situation) -> None:
    client = Client()
    assert client.post(HERE, {"words": " "}, headers=OURS).status_code == 422
    answer = client.post(HERE, {"words": "A boy threw it out of the window."}, headers=OURS)
    assert "Thank you" in answer.content.decode()
    assert client.get(HERE).status_code == 404
    again = client.post(HERE, {"words": "More to say."}, headers=OURS)
    assert again.status_code == 404
    assert "More to say." in again.content.decode()
    with asking(cast.okafor.actor()):
        assert [it.words for it in Statement.objects.all()] == ["A boy threw it out of the window."]


def test_a_used_one_and_one_that_never_was_look_alike(situation: Situation) -> None:
    client = Client()
    client.post(HERE, {"words": "So."}, headers=OURS)
    assert client.get(HERE).content == client.get("/say/another/").content


def test_another_page_cannot_answer_for_them(situation: Situation, cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(HERE, {"words": "Planted."}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    with asking(cast.okafor.actor()):
        assert not Statement.objects.exists()


def test_nobody_tries_links_without_end(situation: Situation) -> None:
    client = Client()
    assert {client.get(f"/say/{number}/").status_code for number in range(30)} == {404}
    assert client.get(HERE).status_code == 429
