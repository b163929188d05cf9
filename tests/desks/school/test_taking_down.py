"""The page where staff write a report down: nothing typed is lost, nothing counts twice, and the code is shown once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests import makers
from tests.cast import Cast, signed_in
from upstander.desks.school.shapes_taking_down import paper
from upstander.kernel import clock
from upstander.kernel.references import uuid7
from upstander.records.access.asking import asking
from upstander.records.access.doors import actor_for_code
from upstander.records.intake.models import Report, TakenDown

PAGE = "/school/reports/new/"


def sent(**changed: Any) -> dict[str, Any]:
    said = clock.in_london(clock.now() - timedelta(days=1))
    return {
        "once": str(uuid7()),
        "way": "phone",
        **{f"said-{part}": getattr(said, part) for part in ("day", "month", "year")},
        "said-time": "2.20 pm",
        "reporter-relation": "parent",
        "reporter-name": "Alex Ashdown",
        "reporter-phone": "07700 900114",
        "danger-danger": "no",
        "words-words": "He said that clips of Robin go round.\nEvery evening.",
        "people-targeted-rows": "1",
        "people-targeted-0-name": "Robin Ashdown",
        "people-doing-rows": "1",
        "people-doing-0-name": "Juno Vale",
        "people-doing-0-who": "pupil_here",
        "where-any_online": "yes",
        "where-any_face_to_face": "no",
        "where-accounts-rows": "1",
        "where-accounts-0-app": "whatsapp",
        "where-accounts-0-account": "9B Banter",
        "images-child": "no",
        "code": "yes",
        **changed,
    }


def test_what_is_written_down_is_a_report_with_a_code_that_is_shown_once(cast: Cast) -> None:
    client, typed = signed_in(cast.okafor), sent()

    first, second = client.post(PAGE, typed), client.post(PAGE, typed)

    code = re.search(r'receipt__code">([\d ]+)<', first.content.decode())
    assert code
    actor = actor_for_code(code[1].replace(" ", ""))
    with asking(cast.okafor.actor()):
        report = Report.objects.get()
        assert actor is not None
        assert actor.report_id == report.pk
        assert report.answers["where"]["accounts"] == [{"app": "whatsapp", "account": "9B Banter"}]
    assert "It is kept already" in second.content.decode()
    assert "receipt__code" not in second.content.decode()


def test_everything_typed_comes_back_with_what_is_missing(cast: Cast) -> None:
    typed = sent(**{"way": "", "said-day": "31", "said-month": "2", "said-time": "noonish", "images-child": "", "code": ""})

    answer = signed_in(cast.okafor).post(PAGE, typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    for field in ("code", "said-time", "images-child", "way", "said-day"):
        assert f'href="#{field}"' in page
    for words in (
        "He said that clips of Robin go round.\nEvery evening.",
        "Robin Ashdown",
        "Juno Vale",
        "noonish",
        "07700 900114",
    ):
        assert words in page
    assert typed["once"] in page
    with asking(cast.okafor.actor()):
        assert not Report.objects.exists()


def test_what_the_procedure_finds_missing_stands_at_its_fields(cast: Cast) -> None:
    page = signed_in(cast.okafor).post(PAGE, sent(**{"way": "", "said-day": "31", "said-month": "2"})).content.decode()

    assert 'href="#way"' in page
    assert 'href="#said-day"' in page


def test_one_more_person_keeps_the_rest_and_records_nothing(cast: Cast) -> None:
    page = signed_in(cast.okafor).post(PAGE, sent(more="people-doing")).content.decode()

    assert 'name="people-doing-1-name"' in page
    assert 'value="Juno Vale"' in page
    with asking(cast.okafor.actor()):
        assert not Report.objects.exists()


def test_whoever_is_signed_out_meanwhile_gets_their_words_back(db: None) -> None:
    answer = Client(headers={"Sec-Fetch-Site": "same-origin"}).post(PAGE, sent())

    assert answer.status_code == 401
    assert "Every evening." in answer.content.decode()
    assert 'name="people-targeted-0-name" value="Robin Ashdown"' in answer.content.decode()


def test_lists_and_the_report_say_who_wrote_it_down_and_how(cast: Cast) -> None:
    client = signed_in(cast.okafor)
    client.post(PAGE, sent(code="no", **{"from": "paper", **paper_day(), "written_by": "Miss Dray"}))
    with asking(cast.okafor.actor()):
        report = Report.objects.get()

    for page in ("/school/", "/school/reports/"):
        assert "By telephone, written down by Ms Okafor" in client.get(page).content.decode(), page
    page = client.get(f"/school/reports/{report.pk}/").content.decode()
    assert "said by telephone" in page
    assert re.search(r"Written down on paper by Miss Dray, .* and copied by Ms Okafor", page)
    assert "They have none, so they cannot read anything here." in page
    assert "Messages: tell or ask" not in page


def paper_day() -> dict[str, int]:
    day = clock.in_london(clock.now() - timedelta(hours=20))
    return {f"written-{part}": getattr(day, part) for part in ("day", "month", "year")}


def test_pastoral_staff_see_no_link_to_what_they_may_not_open(cast: Cast) -> None:
    page = signed_in(cast.adeyemi).post(PAGE, sent()).content.decode()

    with asking(cast.okafor.actor()):
        report = Report.objects.get()
    assert f"/school/reports/{report.pk}/" not in page
    assert "can give it to you" in page


def test_another_school_reads_nothing_of_it(cast: Cast) -> None:
    signed_in(cast.okafor).post(PAGE, sent())

    with asking(cast.vance.actor()):
        assert not TakenDown.objects.exists()
    assert "Robin" not in signed_in(cast.vance).get("/school/reports/").content.decode()


def test_the_paper_asks_what_the_page_asks(cast: Cast) -> None:
    page = signed_in(cast.okafor).get("/school/reports/paper/").content.decode()

    for title, blanks in paper():
        assert title in page
        for blank in blanks:
            assert blank.label.replace("’", "’") in page.replace("&#39;", "'")


@pytest.mark.parametrize("odd", ["\x00", "x" * 30_000, "<script>alert(1)</script>", "٣", "🙂" * 300])
def test_odd_input_is_kept_or_refused_but_never_breaks(cast: Cast, odd: str) -> None:
    fields = {name: odd for name in sent() if name not in ("code", "way")}
    answer = signed_in(cast.okafor).post(PAGE, {**sent(), **fields, "from": odd})

    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()


def test_the_page_asks_the_database_for_nothing_but_the_door(cast: Cast, django_assert_num_queries: Any) -> None:
    client = signed_in(cast.okafor)
    client.get(PAGE)
    with django_assert_num_queries(4 + 3):  # the door, and in a test a savepoint and its way back
        client.get(PAGE)


def test_a_report_that_a_family_sent_says_nothing_of_the_kind(cast: Cast) -> None:
    report = makers.make_report(organisation=cast.thornbury)

    assert "ritten down" not in signed_in(cast.okafor).get(f"/school/reports/{report.pk}/").content.decode()
