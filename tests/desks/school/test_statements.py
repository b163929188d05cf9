"""The pages of statements: take one down, correct it, ask with a link that is shown once."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests import makers
from tests.cast import Cast, signed_in
from tests.procedures.situation import Situation, arise
from upstander.kernel import clock
from upstander.records.access.asking import asking
from upstander.records.investigations.models import Statement, StatementLink

WORDS = "He goes “oink” an everyone larfs."


def page(situation: Situation, place: str = "") -> str:
    return f"/school/cases/{situation.case.pk}/statements/{place}"


def sent(situation: Situation, **given: str) -> dict[str, str]:
    now = clock.in_london(clock.now())
    when = {"said_on-day": str(now.day), "said_on-month": str(now.month), "said_on-year": str(now.year), "said_time": "00.00"}
    return {
        "person": str(situation.robin.pk), "question": "Tell me.", "words": WORDS, "place": "Room 4", "present": "Nobody",
        "read_back": "right", "opinion": "I believe him.", **when, **given,
    }  # fmt: skip


def test_a_statement_is_taken_down_and_corrected(cast: Cast) -> None:
    situation, client = arise(cast), signed_in(cast.okafor)

    wrong = client.post(page(situation, "add/"), sent(situation, said_time="later"))
    assert wrong.status_code == 422
    assert WORDS in wrong.content.decode()
    assert client.post(page(situation, "add/"), sent(situation)).status_code == 302
    with asking(cast.okafor.actor()):
        first = Statement.objects.get()
    place = page(situation, f"{first.pk}/correct/")
    assert WORDS in client.get(place).content.decode()
    assert client.post(place, sent(situation, words="It was Tuesday.")).status_code == 302

    shown = client.get(page(situation)).content.decode()
    assert WORDS in shown
    assert "It was Tuesday." in shown
    assert "What Ms Okafor makes of it, which they did not say" in shown


def test_a_link_is_shown_once_and_can_be_withdrawn(cast: Cast) -> None:
    situation, client = arise(cast), signed_in(cast.okafor)
    asked = {"person": str(situation.robin.pk), "question": "What did you see?"}

    assert client.post(page(situation, "link/"), {**asked, "question": "Was it Sam Birch?"}).status_code == 422
    shown = client.post(page(situation, "link/"), asked).content.decode()

    word = re.search(r"/say/([^/<]+)/", shown)
    assert word
    assert Client().get(f"/say/{word[1]}/").status_code == 200
    assert word[1] not in client.get(page(situation)).content.decode()
    with asking(cast.okafor.actor()):
        link = StatementLink.objects.get()
    assert client.get(page(situation, f"link/{link.pk}/withdraw/"))["Location"] == page(situation)
    assert client.post(page(situation, f"link/{link.pk}/withdraw/")).status_code == 302
    assert Client().get(f"/say/{word[1]}/").status_code == 404


@pytest.mark.parametrize("who", ["adeyemi", "hale", "vance", "marsh", "lund"])
def test_whoever_may_not_see_the_case_reads_no_statement(cast: Cast, who: str) -> None:
    situation = arise(cast)
    makers.make_conflict(member=cast.lund, subject_id=situation.case.pk)
    statement = makers.make_statement(case=situation.case, person=situation.robin, by=cast.okafor, words=WORDS)
    link = makers.make_statement_link(case=situation.case, person=situation.robin, by=cast.okafor, word="w")
    client = signed_in(getattr(cast, who))

    for place in ("", "add/", f"{statement.pk}/correct/", "link/"):
        answer = client.get(page(situation, place))
        assert answer.status_code == 404
        assert WORDS not in answer.content.decode()
    assert client.post(page(situation, f"link/{link.pk}/withdraw/")).status_code == 404
    assert client.post(page(situation, "add/"), sent(situation)).status_code == 404


def test_a_statement_of_another_case_is_none(cast: Cast) -> None:
    situation, other = arise(cast), arise(cast)
    statement = makers.make_statement(case=other.case, person=other.robin, by=cast.okafor)
    assert signed_in(cast.okafor).get(page(situation, f"{statement.pk}/correct/")).status_code == 404
