"""A job whose worker was killed is done by another."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app

from tests.installation import environment_for, free_port
from tests.surroundings import ROOT
from upstander.operations.tasks import MOST_ATTEMPTS

pytestmark = pytest.mark.usefixtures("committed_db")


def left_behind(attempts: int) -> int:
    """A job that a worker took with it: still “doing”, no heartbeat for an hour. What it does is nothing: it retries others."""
    number = app.configure_task("upstander.operations.tasks.retry_stalled_jobs", queue="old").defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id")
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', queueing_lock = NULL, attempts = %s, worker_id = %s WHERE id = %s",
            [attempts, worker, number],
        )
    return number


def work(folder: Path, database: str) -> None:
    """One job that looks for stalled ones, done by a real worker that stops when nothing waits."""
    app.configure_task("upstander.operations.tasks.retry_stalled_jobs").defer(timestamp=0)
    environment = environment_for(folder, settings.DATABASE_SERVER.app.at(database), free_port(), demo=False)
    command = [sys.executable, "-m", "upstander", "worker", "--until-done"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True, timeout=60)


def status(number: int) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [number])
        row = cursor.fetchone()
    return None if row is None else str(row[0])


def test_a_job_of_a_dead_worker_is_done(tmp_path: Path, database_name: str) -> None:
    number = left_behind(attempts=1)
    work(tmp_path, database_name)
    assert status(number) in (None, "todo", "succeeded")


def test_a_job_that_kills_its_workers_is_left_for_a_person(tmp_path: Path, database_name: str) -> None:
    number = left_behind(attempts=MOST_ATTEMPTS)
    work(tmp_path, database_name)
    assert status(number) == "failed"
