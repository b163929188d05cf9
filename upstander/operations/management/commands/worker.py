"""upstander worker: takes jobs from the database and does them."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException

from upstander.config import connections
from upstander.config.unprivileged import ServerTrouble
from upstander.operations import lifeline, memory, tasks  # noqa: F401  (importing the tasks is what registers them)

AT_ONCE = 2
HEARTBEAT = 5.0  # seconds; a worker that misses four is taken for dead (operations/tasks.py)
GRACE = 10.0  # seconds that a job may take to finish when the worker is asked to stop
LOST = "The worker has lost the database and stops; it goes on where it was when it is started again."


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
            try:
                asyncio.run(_work(wait=not options["until_done"]))
            except ConnectorException as trouble:
                raise ServerTrouble(LOST) from trouble


async def _work(*, wait: bool) -> None:
    """Raises: ServerTrouble, when the worker stopped without being asked: it does so when it can listen no longer."""
    asked = asyncio.Event()
    async with app.open_async():
        working = asyncio.create_task(
            app.run_worker_async(
                wait=wait,
                concurrency=AT_ONCE,
                delete_jobs="successful",
                update_heartbeat_interval=HEARTBEAT,
                shutdown_graceful_timeout=GRACE,
                fetch_job_polling_interval=10.0,  # only a net under LISTEN, which tells of a job within milliseconds
                abort_job_polling_interval=30.0,
                install_signal_handlers=False,  # its own would not let us know which of the two ends this was
            )
        )
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, _ask_to_stop, working, asked)
        await asyncio.wait([working])
        if not working.cancelled():
            working.result()
    if wait and not asked.is_set():
        raise ServerTrouble(LOST)


def _ask_to_stop(working: asyncio.Task[None], asked: asyncio.Event) -> None:
    """What it is doing it finishes. Asked again it stops at once."""
    if asked.is_set():
        os._exit(1)
    asked.set()
    working.cancel()
