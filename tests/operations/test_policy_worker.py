"""A policy whose worker was killed while it read is read by another, once."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from tests.cast import Cast, assemble
from tests.makers import AT
from tests.operations.workers import worker
from upstander.procedures.policy_reading.bring_policy import bring_policy
from upstander.records.access.asking import asking
from upstander.records.audit.models import Entry
from upstander.records.policies.reading import Proposal, Reading

POLICY = b"We look into bullying that happens outside school, online or on the way home, whenever it is reported to us."


@pytest.fixture
def brought(committed_db: None) -> Cast:
    cast = assemble()
    actor = cast.okafor.actor()
    with asking(actor):
        bring_policy(actor=actor, name="policy.txt", size=len(POLICY), file=BytesIO(POLICY), at=AT)
    return cast


def leave_behind() -> None:
    """As a worker leaves it that was killed an hour ago."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id")
        dead = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', attempts = 1, worker_id = %s WHERE task_name LIKE '%%read_policy'",
            [dead],
        )


def work() -> None:
    """Twice: the first may be done while what it hands on is still in its hands."""
    app.configure_task("upstander.operations.tasks.retry_stalled_jobs").defer(timestamp=0)
    for _ in range(2):
        with worker("--until-done") as process:
            assert process.wait(120) == 0


def test_it_is_read_by_another_worker_and_once(brought: Cast) -> None:
    leave_behind()
    work()
    with asking(brought.okafor.actor()):
        reading = Reading.objects.get()
        assert reading.was_read
        assert Proposal.objects.get(statement="investigate_off_premises").found == "made"
        assert Proposal.objects.count() == 19
        assert Entry.objects.filter(verb="policy_read").count() == 1
