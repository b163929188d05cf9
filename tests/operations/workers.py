"""Real worker processes on the tests' database."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from tests.surroundings import ROOT


def environment(**more: str) -> dict[str, str]:
    """What a process needs to work on the database that this test works on, as the application."""
    server, name = settings.DATABASE_SERVER, connection.settings_dict["NAME"]
    ours = {"DATABASE_URL": server.owner.at(name).url(), "DATABASE_APP_URL": server.app.at(name).url()}
    return {**os.environ, **ours, **more}


@contextmanager
def worker(*arguments: str, **environ: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that ends with the block, however it is left."""
    command = [sys.executable, "-m", "upstander", "worker", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(**environ), stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def until(true: Callable[[], bool], *, seconds: float = 60.0) -> None:
    """Raises: AssertionError, when it does not become true in time."""
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.05)
