"""The worker is killed in the middle of sending: the message arrives once, or a person is told that it may not have."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db.models import F

from tests import notify_fake
from tests.makers import make_school, on_behalf_of
from tests.operations.workers import until, worker
from tests.records.outbox.mail_server import mail_server, server_that_never_greets
from upstander.kernel.clock import now
from upstander.kernel.references import uuid7
from upstander.procedures.outbox.retry_stranded import retry_stranded
from upstander.records.outbox.models import Message, State
from upstander.records.outbox.telling import something_to_read

WHILE = 90.0  # seconds, on a machine that has other things to do
pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def school() -> UUID:
    school = make_school()
    with on_behalf_of(school.pk):
        something_to_read(school.pk, report_id=uuid7(), key="letter:1", to_address="alex@family.example", at=now())
    return school.pk


def smtp(port: int) -> dict[str, str]:
    return {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "SMTP_SECURITY": "none"}


def state(school: UUID) -> str:
    with on_behalf_of(school):
        return Message.objects.get().state


def ten_minutes_later(school: UUID) -> None:
    with on_behalf_of(school):
        Message.objects.update(claimed_at=F("claimed_at") - timedelta(minutes=10))
    retry_stranded(at=now())


def test_a_worker_sends_what_is_queued(school: UUID) -> None:
    with mail_server() as inbox, worker("--until-done", **smtp(inbox.port)) as process:
        assert process.wait(timeout=WHILE) == 0
        assert len(inbox.messages) == 1
    assert state(school) == State.SENT


def test_killed_after_the_server_took_it_the_message_arrived_once_and_is_not_sent_again(school: UUID) -> None:
    with mail_server() as inbox:
        inbox.silent = True
        with worker(**smtp(inbox.port)) as process:
            assert inbox.took_one.wait(WHILE)
            process.kill()
        inbox.silent = False
        assert state(school) == State.HANDED
        ten_minutes_later(school)
        with worker("--until-done", **smtp(inbox.port)) as another:
            assert another.wait(timeout=WHILE) == 0
        assert state(school) == State.UNCERTAIN
        assert len(inbox.messages) == 1


def test_killed_before_anything_left_another_worker_sends_it_once(school: UUID) -> None:
    with server_that_never_greets() as (port, rung), worker(**smtp(port)) as process:
        assert rung.wait(WHILE)
        process.kill()
    assert state(school) == State.CLAIMED
    ten_minutes_later(school)
    with mail_server() as inbox:
        with worker("--until-done", **smtp(inbox.port)) as another:
            assert another.wait(timeout=WHILE) == 0
        until(lambda: len(inbox.messages) == 1)
    assert state(school) == State.SENT


def test_killed_after_notify_took_it_another_worker_asks_and_does_not_send_it_again(school: UUID) -> None:
    with notify_fake.notify() as notify:
        notify.silent = True
        with worker(**notify.settings()) as process:
            assert notify.took_one.wait(WHILE)
            process.kill()
        notify.silent = False
        assert state(school) == State.HANDED
        ten_minutes_later(school)
        with worker("--until-done", **notify.settings()) as another:
            assert another.wait(timeout=WHILE) == 0
        assert state(school) == State.SENT
        assert len(notify.taken) == 1
        assert notify.refusals == []
