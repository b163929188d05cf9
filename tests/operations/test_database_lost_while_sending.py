"""The database crashes under the worker: each message arrives once, or a person is told that it may not have; none is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.db.models import F
from pytest_django import DjangoDbBlocker

from tests.makers import make_school, on_behalf_of
from tests.operations.own_server import OwnServer, own_server
from tests.operations.workers import until, worker
from tests.records.outbox.mail_server import Inbox, mail_server
from upstander.kernel.clock import now
from upstander.kernel.references import uuid7
from upstander.procedures.outbox.retry_stranded import retry_stranded
from upstander.records.outbox.models import Message, State
from upstander.records.outbox.telling import something_to_read

WHILE = 90.0  # seconds, on a machine that has other things to do
LETTERS = 4  # two that the worker has in hand, for it does two things at once, and two that wait


@pytest.fixture(scope="module")
def server(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OwnServer]:
    with django_db_blocker.unblock(), own_server(tmp_path_factory.mktemp("own")) as server:
        yield server


@pytest.fixture
def school(server: OwnServer) -> UUID:
    school = make_school()
    with on_behalf_of(school.pk):
        for number in range(LETTERS):
            address = f"parent{number}@family.example"
            something_to_read(school.pk, report_id=uuid7(), key=f"{school.pk}:{number}", to_address=address, at=now())
    return school.pk


def surroundings(server: OwnServer, inbox: Inbox) -> dict[str, str]:
    return {**server.environment, "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(inbox.port), "SMTP_SECURITY": "none"}


def states(school: UUID) -> Counter[str]:
    with on_behalf_of(school):
        return Counter(Message.objects.values_list("state", flat=True))


def started_again(server: OwnServer, inbox: Inbox) -> None:
    """What whoever looks after the worker does; it stops by itself when nothing waits any more."""
    with worker("--until-done", **surroundings(server, inbox)) as another:
        assert another.wait(timeout=WHILE) == 0


def in_the_middle(school: UUID, inbox: Inbox) -> None:
    """Wait until the mail server has taken two messages and the worker does not know it yet, while two wait."""
    until(lambda: states(school) == {State.HANDED: 2, State.QUEUED: 2} and len(inbox.messages) == 2)


def each_arrived_once(inbox: Inbox) -> bool:
    return len(inbox.messages) == LETTERS == len(set(inbox.identities))


def test_the_database_crashes_and_comes_back_under_the_worker(server: OwnServer, school: UUID) -> None:
    with mail_server() as inbox:
        inbox.silent = True
        with worker(**surroundings(server, inbox)) as process:
            in_the_middle(school, inbox)
            server.crash()
            inbox.silent = False  # it answers while there is no database to be told
            until(lambda: inbox.answered == 2)
            server.start()
            assert process.wait(timeout=WHILE) == 1  # not 0: whoever looks after it starts it again
        started_again(server, inbox)
        assert states(school) == {State.SENT: LETTERS}
        assert each_arrived_once(inbox)


def test_database_and_worker_end_together(server: OwnServer, school: UUID) -> None:
    with mail_server() as inbox:
        inbox.silent = True
        with worker(**surroundings(server, inbox)) as process:
            in_the_middle(school, inbox)
            server.crash()
            process.kill()
        inbox.silent = False
        server.start()
        started_again(server, inbox)
        assert states(school) == {State.HANDED: 2, State.SENT: 2}
        ten_minutes_later(school)
        started_again(server, inbox)
        assert states(school) == {State.UNCERTAIN: 2, State.SENT: 2}  # nobody can know; a person decides
        assert each_arrived_once(inbox)


def ten_minutes_later(school: UUID) -> None:
    with on_behalf_of(school):
        Message.objects.exclude(state=State.SENT).update(claimed_at=F("claimed_at") - timedelta(minutes=10))
    retry_stranded(at=now())
