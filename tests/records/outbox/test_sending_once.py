"""One message, one answer from the mail server, one state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.cast import Cast
from tests.makers import AT, make_report, on_behalf_of
from tests.records.outbox.mail_server import Inbox, free_port, mail_server
from upstander.kernel.references import uuid7
from upstander.procedures.outbox.retry_stranded import retry_stranded
from upstander.procedures.outbox.send_message_out import MOST_ATTEMPTS, send_message_out
from upstander.records.assessments.models import Duty
from upstander.records.outbox import claiming
from upstander.records.outbox.models import Message, State
from upstander.records.outbox.telling import something_to_read

LATER = timedelta(minutes=10)


@pytest.fixture
def inbox(settings: Settings) -> Iterator[Inbox]:
    with mail_server() as inbox:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", inbox.port, 2
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield inbox


@pytest.fixture
def message(cast: Cast) -> Message:
    with on_behalf_of(cast.thornbury.pk):
        something_to_read(cast.thornbury.pk, report_id=uuid7(), key="letter:1", to_address="alex@family.example", at=AT)
        return Message.objects.get()


def send(message: Message, minutes: int = 0) -> Message:
    at = AT + timedelta(minutes=minutes)
    send_message_out(organisation_id=message.organisation_id, message_id=message.pk, at=at)
    return again(message)


def again(message: Message) -> Message:
    with on_behalf_of(message.organisation_id):
        return Message.objects.get(pk=message.pk)


def test_it_is_sent_once_with_an_identity_of_its_own(message: Message, inbox: Inbox) -> None:
    assert send(message).state == State.SENT
    send(message, minutes=60)
    assert inbox.identities == [f"<{message.pk}@localhost>"]
    assert inbox.messages[0]["To"] == "alex@family.example"
    assert inbox.messages[0]["Subject"] == "There is something to read"


def test_a_server_that_is_away_is_tried_again(message: Message, inbox: Inbox, settings: Settings) -> None:
    settings.EMAIL_PORT = free_port()
    waiting = send(message)
    assert (waiting.state, waiting.attempts, waiting.trouble) == (State.QUEUED, 1, "Not sent yet: ConnectionRefusedError.")
    settings.EMAIL_PORT = inbox.port
    assert send(message, minutes=10).state == State.SENT
    assert len(inbox.messages) == 1


def test_a_server_that_stays_away_is_not_tried_for_ever(message: Message, settings: Settings, inbox: Inbox) -> None:
    settings.EMAIL_PORT = free_port()
    with on_behalf_of(message.organisation_id):
        Message.objects.update(attempts=MOST_ATTEMPTS)
    assert send(message).state == State.FAILED


@pytest.mark.parametrize(("answer", "state"), [("451 later", State.QUEUED), ("550 never", State.FAILED)])
def test_a_refusal_is_an_answer(message: Message, inbox: Inbox, answer: str, state: str) -> None:
    inbox.answer = answer
    refused = send(message)
    assert (refused.state, refused.trouble) == (state, f"The mail server refused it: {answer[:3]}.")


def test_a_refusal_for_good_is_somebody_s_duty(cast: Cast, inbox: Inbox) -> None:
    report = make_report(organisation=cast.thornbury, taken_by=cast.okafor)
    with on_behalf_of(cast.thornbury.pk):
        something_to_read(cast.thornbury.pk, report_id=report.pk, key="letter:2", to_address="alex@family.example", at=AT)
        message = Message.objects.get()
    inbox.answer = "451 later"
    send(message)
    with on_behalf_of(cast.thornbury.pk):
        assert not Duty.objects.filter(duty="reach_family").exists()
    inbox.answer = "550 never"
    send(message, minutes=10)
    with on_behalf_of(cast.thornbury.pk):
        assert Duty.objects.open().get(duty="reach_family").owner_id == cast.okafor.pk


def test_silence_is_no_answer_so_it_is_left_to_a_person(message: Message, inbox: Inbox) -> None:
    inbox.hang_up = True
    assert send(message).state == State.UNCERTAIN
    inbox.hang_up = False
    with on_behalf_of(message.organisation_id):
        assert Message.objects.uncertain().count() == 1
    retry_stranded(at=AT + LATER)
    assert send(message, minutes=20).state == State.UNCERTAIN
    assert len(inbox.messages) == 1


def test_an_address_that_cannot_be_a_header_is_given_up(message: Message, inbox: Inbox) -> None:
    with on_behalf_of(message.organisation_id):
        Message.objects.update(to_address="a@b.example\nBcc: c@d.example")
    assert send(message).state == State.FAILED
    assert inbox.messages == []


class TestClaiming:
    def test_one_of_two_workers_gets_it(self, message: Message) -> None:
        with on_behalf_of(message.organisation_id):
            assert claiming.claim(message.pk, at=AT)
            assert claiming.claim(message.pk, at=AT + timedelta(seconds=1)) is None

    def test_a_worker_that_was_overtaken_does_not_hand_it_over(self, message: Message) -> None:
        with on_behalf_of(message.organisation_id):
            slow = claiming.claim(message.pk, at=AT)
            fast = claiming.claim(message.pk, at=AT + LATER)
            assert slow
            assert fast
            assert not claiming.handing(slow, carrier="smtp")
            assert claiming.handing(fast, carrier="smtp")

    def test_one_that_answers_late_is_still_believed(self, message: Message) -> None:
        with on_behalf_of(message.organisation_id):
            slow = claiming.claim(message.pk, at=AT)
            assert slow
            assert claiming.handing(slow, carrier="smtp")
            claiming.mark_lost(at=AT + LATER)
            claiming.sent(slow, at=AT + LATER)
        assert again(message).state == State.SENT

    def test_another_organisation_cannot_take_it(self, cast: Cast, message: Message) -> None:
        with on_behalf_of(cast.northcliff.pk):
            assert claiming.claim(message.pk, at=AT) is None


class TestRetrying:
    def test_what_was_queued_and_never_taken_gets_a_worker(self, message: Message) -> None:
        assert retry_stranded(at=AT + timedelta(minutes=1)) == 0
        assert retry_stranded(at=AT + LATER) == 1

    def test_what_was_claimed_and_left_gets_another_worker(self, message: Message, inbox: Inbox) -> None:
        with on_behalf_of(message.organisation_id):
            claiming.claim(message.pk, at=AT)
        assert retry_stranded(at=AT + LATER) == 1
        assert send(message, minutes=10).state == State.SENT

    def test_what_was_being_handed_over_becomes_uncertain(self, message: Message, inbox: Inbox) -> None:
        with on_behalf_of(message.organisation_id):
            claimed = claiming.claim(message.pk, at=AT)
            assert claimed
            assert claiming.handing(claimed, carrier="smtp")
        assert retry_stranded(at=AT + LATER) == 1
        assert retry_stranded(at=AT + 2 * LATER) == 0
        assert send(message, minutes=30).state == State.UNCERTAIN
        assert inbox.messages == []


def test_a_folder_gets_one_file_a_message_and_never_a_second(message: Message, settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "upstander.operations.mail.folder.EmailBackend"
    settings.EMAIL_FOLDER = tmp_path / "email"
    assert send(message).state == State.SENT
    (kept,) = (tmp_path / "email").iterdir()
    assert kept.name == f"{message.pk}.eml"
    before = kept.read_bytes()
    assert b"There is something to read" in before
    with on_behalf_of(message.organisation_id):
        Message.objects.update(state=State.QUEUED, sent_at=None)
    send(message, minutes=10)
    assert [path.read_bytes() for path in (tmp_path / "email").iterdir()] == [before]
