"""The web server: granian, one process that answers with sixteen threads, and one that looks after it.

Django and the records are loaded before the server forks, so the two share that memory. The desks are half of what there
is to load: the worker does it behind its first answer, or sooner, if that answer needs them.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from typing import Any

from granian.constants import Interfaces, Loops
from granian.log import LogLevels
from granian.server import Server

from upstander.config import urls
from upstander.operations import lifeline, memory
from upstander.operations.addresses import check_free

THREADS = 16  # ten stalled uploads must leave room for everybody else
BACKLOG = 256  # requests taken in; the rest wait in the system's queue
KILL_AFTER = 10  # seconds that a worker may take to finish what it is answering
FIRST_ANSWER = 0.3  # seconds that a new worker has for it, before it loads the rest


def serve(application: Callable[..., Any], host: str, port: int) -> None:
    """Answer requests until SIGINT or SIGTERM.

    Raises: AddressTaken when nobody can listen there.
    """
    check_free(host, port)
    multiprocessing.set_start_method("fork", force=True)
    server = Server(
        "upstander.config.wsgi",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        backpressure=BACKLOG,
        loop=Loops.asyncio,
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=KILL_AFTER,
        log_level=LogLevels.error,  # at "warning" it advises against more threads than processors; ours wait for the database
    )
    ours, theirs = os.pipe()
    memory.settle()
    server.serve(target_loader=lambda: _in_worker(application, ours, theirs), wrap_loader=False)


def _in_worker(application: Callable[..., Any], ours: int, theirs: int) -> Callable[..., Any]:
    os.close(theirs)
    lifeline.hold(ours)
    loading = threading.Timer(FIRST_ANSWER, _load_the_rest)
    loading.daemon = True
    loading.start()
    return application


def _load_the_rest() -> None:
    with memory.loading():
        urls.load_desks()
