"""How a family is reached: by which way and in which language, and how each message went."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests import makers
from tests.cast import Cast, signed_in
from tests.makers import AT, on_behalf_of
from tests.procedures.situation import Situation, arise
from upstander.desks.school.shapes_delivery import HOW, way_of
from upstander.records.access.asking import asking
from upstander.records.audit.models import Entry
from upstander.records.cases.models import Family
from upstander.records.intake.models import Report
from upstander.records.intake.reaching import Reach, reach_of
from upstander.records.outbox.models import Message, State, Way
from upstander.records.outbox.telling import something_to_read

ADDRESS = "alex@family.example"


def words(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def page_of(situation: Situation) -> str:
    return f"/school/cases/{situation.case.pk}/families/{situation.robins_family.pk}/reached/"


def families(client: Client, situation: Situation) -> str:
    return words(client.get(f"/school/cases/{situation.case.pk}/families/"))


@pytest.fixture
def situation(cast: Cast) -> Situation:
    return arise(cast)


def told(situation: Situation, state: State, **changed: Any) -> None:
    report = situation.robins_family.report_id
    assert report
    with on_behalf_of(situation.case.organisation_id):
        something_to_read(situation.case.organisation_id, report_id=report, key="letter:1", to_address=ADDRESS, at=AT)
        Message.objects.update(state=state, **changed)


@pytest.mark.parametrize(
    ("state", "changed", "said"),
    [
        (State.QUEUED, {}, "Waits to leave"),
        (State.SENT, {"sent_at": AT}, "Handed over A mail server does not say whether it arrived."),
        (State.DELIVERED, {"sent_at": AT, "settled_at": AT}, "Delivered"),
        (
            State.RETURNED,
            {"sent_at": AT, "trouble": "No such address."},
            "Did not arrive No such address. Reach them",
        ),
        (State.FAILED, {"trouble": "Refused."}, "Could not be sent Refused. Reach them another way"),
        (State.UNCERTAIN, {"trouble": "Stopped."}, "May have left, or not Stopped. Decide whether it is sent again."),
    ],
)
def test_how_each_message_went_and_what_to_do(
    cast: Cast, situation: Situation, state: State, changed: dict[str, Any], said: str
) -> None:
    told(situation, state, **changed)
    client = signed_in(cast.okafor)
    assert said in words(client.get(page_of(situation)))
    assert HOW[state][0] in families(client, situation)


def test_one_that_did_not_arrive_stands_before_a_newer_one(cast: Cast, situation: Situation) -> None:
    told(situation, State.RETURNED, sent_at=AT)
    report = situation.robins_family.report_id
    assert report
    with on_behalf_of(situation.case.organisation_id):
        later = AT + timedelta(hours=1)
        something_to_read(situation.case.organisation_id, report_id=report, key="letter:2", to_address=ADDRESS, at=later)
    client = signed_in(cast.okafor)
    assert "Did not arrive" in families(client, situation)
    with on_behalf_of(situation.case.organisation_id):
        Message.objects.filter(key="letter:1").update(state=State.LEFT, sent_at=None)
    assert "Waits to leave" in families(client, situation)


def test_which_way_is_used(cast: Cast, situation: Situation, settings: Settings) -> None:
    assert "By e-mail, to the address that they gave." in words(signed_in(cast.okafor).get(page_of(situation)))
    phone, yes = "07700 900123", {"reporter": {"may_text": "yes"}}
    textable = Report(reporter_phone=phone, reporter_email=ADDRESS, answers=yes)
    assert "or texts are not set up here" in way_of(textable)
    settings.NOTIFY_API_KEY, settings.NOTIFY_TEMPLATES = "key", {"text": "template"}
    assert way_of(textable).startswith("By text, to the number that they gave.")
    assert reach_of(textable) == Reach(Way.TEXT, "+447700900123")
    assert way_of(Report(reporter_phone=phone, answers={})).startswith("Not at all")
    for number in ("01305 123456", "call me", "+48 600 123 456"):
        assert reach_of(Report(reporter_phone=number, reporter_email=ADDRESS, answers=yes)) == Reach(Way.EMAIL, ADDRESS)
    assert reach_of(Report(reporter_phone=phone, answers={"reporter": {"may_text": "no"}})) == Reach(None)


def test_a_family_without_a_code_is_written_to_on_paper(cast: Cast, situation: Situation) -> None:
    with on_behalf_of(situation.case.organisation_id):
        Family.objects.filter(pk=situation.robins_family.pk).update(report=None)
    assert "On paper" in words(signed_in(cast.okafor).get(page_of(situation)))


def test_the_language_is_changed_on_record(cast: Cast, situation: Situation) -> None:
    client = signed_in(cast.okafor)
    assert client.post(page_of(situation), {"language": "xx"}).status_code == 422
    assert client.post(page_of(situation), {"language": "pl"}).status_code == 302
    assert "Language Polish" in families(client, situation)
    with asking(cast.okafor.actor()):
        assert Family.objects.get(pk=situation.robins_family.pk).language == "pl"
        assert Entry.objects.get(verb="family_language").detail | {"family": ""} == {
            "before": "en",
            "language": "pl",
            "family": "",
        }


@pytest.mark.parametrize("who", ["adeyemi", "hale", "vance", "marsh", "lund"])
def test_who_may_not_see_the_case_learns_nothing(cast: Cast, situation: Situation, who: str) -> None:
    """Mr Lund has a conflict of interest."""
    told(situation, State.RETURNED, sent_at=AT)
    makers.make_conflict(member=cast.lund, subject_id=situation.case.pk)
    client = signed_in(getattr(cast, who))
    assert client.get(page_of(situation)).status_code == 404
    assert client.post(page_of(situation), {"language": "pl"}).status_code == 404


def test_whoever_is_walled_off_from_the_report_is_not_shown_its_messages(cast: Cast, situation: Situation) -> None:
    told(situation, State.RETURNED, sent_at=AT)
    assert situation.robins_family.report_id
    makers.make_conflict(member=cast.reyes, subject_id=situation.robins_family.report_id)
    client = signed_in(cast.reyes)
    assert "Did not arrive" not in words(client.get(page_of(situation))) + families(client, situation)


def test_the_pages_keep_to_their_budget_of_queries(
    cast: Cast, situation: Situation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    told(situation, State.RETURNED, sent_at=AT)
    client = signed_in(cast.okafor)
    with django_assert_max_num_queries(13):
        client.get(page_of(situation))
    with django_assert_max_num_queries(14):
        client.get(f"/school/cases/{situation.case.pk}/families/")
