"""GOV.UK Notify carries a message once, and what it says of it becomes known."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

import jwt
import pytest
import requests
from pytest_django import Settings

from tests import makers, notify_fake
from tests.cast import Cast
from tests.makers import AT, on_behalf_of
from tests.notify_fake import API_KEY, SECRET, SERVICE, TEMPLATES, Notify
from upstander.procedures.outbox.ask_what_became import ask_what_became
from upstander.procedures.outbox.decide_email import decide_email
from upstander.procedures.outbox.retry_stranded import retry_stranded
from upstander.procedures.outbox.send_message_out import MOST_ATTEMPTS, send_message_out
from upstander.records.assessments.models import Duty
from upstander.records.audit.models import Entry
from upstander.records.cases.models import Case
from upstander.records.intake.models import Report
from upstander.records.outbox import claiming
from upstander.records.outbox.models import Message, State, Way
from upstander.records.outbox.telling import something_to_read

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
TO = {Way.EMAIL: "alex@family.example", Way.TEXT: "+447700900123"}


@pytest.fixture
def fake(settings: Settings) -> Iterator[Notify]:
    with notify_fake.notify() as fake:
        settings.NOTIFY_API_KEY, settings.NOTIFY_URL = API_KEY, fake.url
        settings.NOTIFY_TEMPLATES = {"email": TEMPLATES["email"][0], "text": TEMPLATES["sms"][0]}
        yield fake


@pytest.fixture
def report(cast: Cast) -> Report:
    return makers.make_report(organisation=cast.thornbury, taken_by=cast.okafor)


@pytest.fixture
def message(report: Report) -> Message:
    return queued(report)


def queued(report: Report, way: Way = Way.EMAIL, to: str = "") -> Message:
    with on_behalf_of(report.organisation_id):
        something_to_read(
            report.organisation_id, report_id=report.pk, key=f"letter:{way}", way=way, to_address=to or TO[way], at=AT
        )
        return Message.objects.get(way=way)


def send(message: Message, at: datetime = AT) -> Message:
    send_message_out(organisation_id=message.organisation_id, message_id=message.pk, at=at)
    return again(message)


def again(message: Message) -> Message:
    with on_behalf_of(message.organisation_id):
        return Message.objects.get(pk=message.pk)


def duties(report: Report) -> list[Duty]:
    with on_behalf_of(report.organisation_id):
        return list(Duty.objects.open().filter(duty="reach_family").select_related("assessment"))


def test_an_email_and_a_text_say_only_that_there_is_something_to_read(report: Report, fake: Notify) -> None:
    assert [send(queued(report, way)).state for way in (Way.EMAIL, Way.TEXT)] == [State.SENT, State.SENT]
    text, email = fake.taken
    assert (email["email_address"], text["phone_number"]) == (TO[Way.EMAIL], TO[Way.TEXT])
    assert email["subject"] == "There is something to read"
    for it in (text, email):
        words = f"{it['subject']} {it['body']} {it['reference']}"
        assert "something new for you to read" in words
        assert not [name for name in ("Robin", "Ashdown", "Thornbury", "bully", report.reference) if name in words]
    assert len(text["body"]) <= 160
    assert fake.references == [str(again(queued(report, way)).pk) for way in (Way.EMAIL, Way.TEXT)]


def test_what_it_takes_no_more_of_is_tried_later_and_later(message: Message, fake: Notify) -> None:
    fake.next_answers = [429, 429, 429]
    at, waits = AT, []
    for _ in range(3):
        waiting = send(message, at)
        assert waiting.state == State.QUEUED
        assert waiting.next_at
        waits.append(waiting.next_at - at)
        assert retry_stranded(at=waiting.next_at - MINUTE) == 0
        at = waiting.next_at
        assert retry_stranded(at=at) == 1
    assert waits == [5 * MINUTE, 10 * MINUTE, 20 * MINUTE]
    assert send(message, at).state == State.SENT
    assert len(fake.taken) == 1


@pytest.mark.parametrize("trouble", ["loses_answers", "breaks_after_taking"])
def test_what_it_took_without_saying_so_is_not_handed_over_again(message: Message, fake: Notify, trouble: str) -> None:
    setattr(fake, trouble, True)
    unsure = send(message)
    assert unsure.state == State.QUEUED
    assert unsure.next_at
    setattr(fake, trouble, False)
    assert send(message, unsure.next_at).state == State.SENT
    assert len(fake.taken) == 1


class TestAfterACrash:
    @pytest.fixture
    def handed(self, message: Message, fake: Notify) -> Message:
        with on_behalf_of(message.organisation_id):
            claimed = claiming.claim(message.pk, at=AT)
            assert claimed
            assert claiming.handing(claimed, carrier="notify")
        return message

    def test_it_is_asked_and_had_taken_it(self, handed: Message, fake: Notify) -> None:
        body = {"email_address": TO[Way.EMAIL], "template_id": TEMPLATES["email"][0], "reference": handed.reference}
        fake.send("email", body | {"personalisation": {"subject": "", "message": ""}})
        assert retry_stranded(at=AT + 10 * MINUTE) == 2  # one that was lost, one that waits
        assert send(handed, AT + 10 * MINUTE).state == State.SENT
        assert len(fake.taken) == 1

    def test_it_is_asked_and_had_not(self, handed: Message, fake: Notify) -> None:
        retry_stranded(at=AT + 10 * MINUTE)
        assert send(handed, AT + 10 * MINUTE).state == State.SENT
        assert fake.references == [str(handed.pk)]

    def test_it_cannot_be_asked_just_now(self, handed: Message, settings: Settings) -> None:
        retry_stranded(at=AT + 10 * MINUTE)
        settings.NOTIFY_API_KEY = f"other-{SERVICE}-{SERVICE}"
        waiting = send(handed, AT + 10 * MINUTE)
        assert (waiting.state, waiting.trouble) == (State.QUEUED, "Not sent yet: status 403.")

    def test_after_a_week_nobody_can_be_asked_so_it_is_left_to_a_person(self, handed: Message, fake: Notify) -> None:
        retry_stranded(at=AT + 8 * DAY)
        assert send(handed, AT + 8 * DAY).state == State.UNCERTAIN
        assert fake.taken == []


def test_a_key_that_is_wrong_is_our_own_mistake_and_put_right_by_us(message: Message, fake: Notify, settings: Settings) -> None:
    settings.NOTIFY_API_KEY = f"wrong-{SERVICE}-{SERVICE}"
    waiting = send(message)
    assert (waiting.state, waiting.trouble) == (State.QUEUED, "Notify is not set up for this: 403 AuthError.")
    settings.NOTIFY_API_KEY = API_KEY
    assert send(message, AT + 5 * MINUTE).state == State.SENT


class TestNotArriving:
    def test_an_address_that_it_refuses_becomes_a_duty_of_whoever_answers_for_it(
        self, report: Report, fake: Notify, caplog: pytest.LogCaptureFixture, cast: Cast
    ) -> None:
        with caplog.at_level(logging.DEBUG):
            refused = send(queued(report, to="nobody-at-all"))
        assert (refused.state, refused.trouble) == (State.FAILED, "Notify refused the address: 400 ValidationError.")
        assert "nobody-at-all" not in caplog.text + refused.trouble
        assert SECRET not in caplog.text
        [duty] = duties(report)
        assert duty.owner_id == cast.okafor.pk

    def test_what_comes_back_becomes_a_duty_of_the_case_s_lead_once(self, report: Report, fake: Notify, cast: Cast) -> None:
        case = makers.make_case(lead=cast.lund, reports=[report])
        first, second = send(queued(report)), send(queued(report, Way.TEXT))
        fake.say("permanent-failure")
        assert ask_what_became(at=AT + MINUTE) == 2
        assert {again(it).state for it in (first, second)} == {State.RETURNED}
        [duty] = duties(report)
        with on_behalf_of(case.organisation_id):
            case = Case.objects.get(pk=case.pk)
            assert (duty.owner_id, duty.assessment_id) == (cast.lund.pk, case.assessment_id)
            assert Entry.objects.filter(verb="family_not_reached", subject_id=case.pk).count() == 2

    def test_a_person_may_send_it_once_more_under_another_reference(self, message: Message, fake: Notify, cast: Cast) -> None:
        send(message)
        fake.say("permanent-failure")
        ask_what_became(at=AT + MINUTE)
        with on_behalf_of(message.organisation_id):
            decide_email(actor=cast.okafor.actor(), message_id=message.pk, send_again=True, at=AT + DAY)
        assert send(message, AT + DAY).state == State.SENT
        assert fake.references == [str(message.pk), f"{message.pk}.2"]

    def test_what_is_away_for_a_time_is_tried_once_more_and_then_told(self, report: Report, fake: Notify) -> None:
        message = send(queued(report))
        fake.say("temporary-failure")
        ask_what_became(at=AT + MINUTE)
        waiting = again(message)
        assert (waiting.state, waiting.round, duties(report)) == (State.QUEUED, 2, [])
        assert waiting.next_at
        assert send(message, waiting.next_at).state == State.SENT
        fake.say("technical-failure")
        ask_what_became(at=waiting.next_at + MINUTE)
        assert again(message).state == State.RETURNED
        assert len(duties(report)) == 1

    def test_a_carrier_that_stays_away_becomes_a_duty_too(self, message: Message, report: Report, fake: Notify) -> None:
        fake.next_answers = [400]
        with on_behalf_of(message.organisation_id):
            Message.objects.update(attempts=MOST_ATTEMPTS - 1)
        failed = send(message)
        assert (failed.state, failed.trouble) == (State.FAILED, "Notify is not set up for this: 400 BadRequestError.")
        assert len(duties(report)) == 1


class TestAskingWhatBecameOfIt:
    def test_it_was_delivered(self, message: Message, fake: Notify) -> None:
        send(message)
        fake.say("delivered")
        assert ask_what_became(at=AT) == 0  # not yet
        assert ask_what_became(at=AT + MINUTE) == 1
        assert ask_what_became(at=AT + DAY) == 0
        assert again(message).state == State.DELIVERED

    def test_what_is_under_way_is_asked_about_ever_more_seldom(self, message: Message, fake: Notify) -> None:
        send(message)
        fake.say("sending")
        for minutes in range(1, 60):
            ask_what_became(at=AT + minutes * MINUTE)
        assert fake.asked < 20
        assert again(message).state == State.SENT

    @pytest.mark.parametrize("status", ["sent", None])
    def test_nobody_will_ever_say(self, message: Message, fake: Notify, status: str | None) -> None:
        send(message)
        fake.say(status) if status else fake.taken.clear()
        ask_what_became(at=AT + MINUTE)
        assert (again(message).trouble, again(message).next_at) == ("Nobody can say whether it arrived.", None)

    def test_an_installation_without_it_asks_nobody(self, message: Message, fake: Notify, settings: Settings) -> None:
        send(message)
        settings.NOTIFY_API_KEY = ""
        assert ask_what_became(at=AT + MINUTE) == 0

    def test_one_that_cannot_be_asked_about_goes_behind_the_others(
        self, message: Message, fake: Notify, settings: Settings
    ) -> None:
        send(message)
        settings.NOTIFY_API_KEY = f"wrong-{SERVICE}-{SERVICE}"
        assert ask_what_became(at=AT + 8 * MINUTE) == 0
        assert again(message).next_at == AT + 10 * MINUTE

    def test_another_organisation_learns_nothing_of_it(self, message: Message, fake: Notify, cast: Cast) -> None:
        with on_behalf_of(cast.northcliff.pk):
            assert not claiming.delivered(message, at=AT)
            assert not Message.objects.to_ask_about(at=AT + DAY).exists()


GOOD = {
    "email_address": "a@b.example",
    "template_id": TEMPLATES["email"][0],
    "personalisation": {"subject": "s", "message": "m"},
    "reference": "r",
}


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({}, ""),
        ({"email_address": None}, "ValidationError"),
        ({"email_address": "a" * 250 + "@b.example"}, "ValidationError"),
        ({"template_id": "no-uuid"}, "ValidationError"),
        ({"template_id": SERVICE}, "BadRequestError"),
        ({"reference": 7}, "ValidationError"),
        ({"personalisation": {"subject": "s"}}, "BadRequestError"),
        ({"to": "a@b.example"}, "ValidationError"),
    ],
)
def test_the_fake_refuses_what_the_published_format_does_not_have(fake: Notify, changed: dict[str, object], error: str) -> None:
    token = jwt.encode({"iss": SERVICE, "iat": int(AT.now().timestamp())}, SECRET, algorithm="HS256")
    place, headers = f"{fake.url}/v2/notifications/email", {"Authorization": f"Bearer {token}"}
    answer = requests.post(place, json=GOOD | changed, headers=headers, timeout=5)
    assert (answer.status_code, answer.json().get("errors", [{}])[0].get("error", "")) == (400 if error else 201, error)


@pytest.mark.parametrize(
    ("claims", "secret"), [({"iss": SERVICE, "iat": 0}, SECRET), ({"iss": SERVICE}, SECRET), ({"iat": 2**31}, SECRET)]
)
def test_the_fake_refuses_a_token_that_is_old_or_says_too_little(fake: Notify, claims: dict[str, object], secret: str) -> None:
    token = jwt.encode(claims, secret, algorithm="HS256")
    for header in ({"Authorization": f"Bearer {token}"}, {"Authorization": token}, {}):
        assert requests.get(f"{fake.url}/v2/notifications", headers=header, timeout=5).status_code in (401, 403)
