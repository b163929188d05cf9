"""upstander worker: takes jobs from the database and does them."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params

from upstander.config import connections
from upstander.operations import lifeline, memory, tasks  # noqa: F401  (importing the tasks is what registers them)

AT_ONCE = 2
HEARTBEAT = 5.0  # seconds; a worker that misses four is taken for dead (operations/tasks.py)
GRACE = 10.0  # seconds that a job may take to finish when the worker is asked to stop


class Command(BaseCommand):
    help = "Do background jobs until interrupted: e-mail, letters, checks."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--until-stdin-closes", action="store_true", help="stop when whoever started this is gone")
        parser.add_argument("--until-done", action="store_true", help="stop when no job is waiting")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["until_stdin_closes"]:
            lifeline.hold(sys.stdin.fileno())
        if not options["until_done"]:
            connections.use_pool()
            memory.settle()
        connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=4)
        with app.replace_connector(connector):
            asyncio.run(_work(wait=not options["until_done"]))


async def _work(*, wait: bool) -> None:
    async with app.open_async():
        await app.run_worker_async(
            wait=wait,
            concurrency=AT_ONCE,
            delete_jobs="successful",
            update_heartbeat_interval=HEARTBEAT,
            shutdown_graceful_timeout=GRACE,
            fetch_job_polling_interval=10.0,  # only a net under LISTEN, which tells of a job within milliseconds
            abort_job_polling_interval=30.0,
        )
