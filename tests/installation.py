"""A whole installation for journeys: the real web server and worker, on a database and in a folder of their own."""

from __future__ import annotations

import re
import shutil
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import get_commands

from tests import database
from tests.surroundings import VAR
from upstander.config.addresses import Address
from upstander.operations.household import Child

FIRST_ANSWER = 60.0  # seconds
LOADING = 600.0  # seconds, on a machine that has much else to do


@dataclass(frozen=True)
class Installation:
    url: str
    email_folder: Path
    address: Address  # of its database, as the application
    web: Child
    worker: Child

    def emails(self) -> list[str]:
        """Every message sent so far, oldest first."""
        files = (
            sorted(self.email_folder.glob("*.log"), key=lambda file: file.stat().st_mtime_ns)
            if self.email_folder.exists()
            else []
        )
        return [message for file in files for message in re.split(r"^-{79}\n", file.read_text(), flags=re.M) if message.strip()]


@contextmanager
def installed(worker: str, kind: str, *, demo: bool) -> Iterator[Installation]:
    """Web server and worker, on a fresh copy of the migrated database and in a folder of their own."""
    name = f"{database.name_for(worker)}_{kind}"
    folder = VAR / "installations" / name
    address = database.fresh(settings.DATABASE_SERVER, name)
    environment = environment_for(folder, address, free_port(), demo=demo)
    if demo:
        _load_demo(environment)
    web = Child("web server", ("serve", "--until-stdin-closes"), environment)
    jobs = Child("worker", ("worker", "--until-stdin-closes"), environment)
    try:
        web.start()
        jobs.start()
        _wait_until_it_answers(environment["PUBLIC_URL"], web)
        yield Installation(environment["PUBLIC_URL"], folder / "email", address, web, jobs)
    finally:
        for child in (web, jobs):
            child.ask_to_stop()
        for child in (web, jobs):
            child.see_out()
        database.drop(name)
        shutil.rmtree(folder, ignore_errors=True)


def environment_for(folder: Path, address: Address, port: int, *, demo: bool) -> dict[str, str]:
    """What an `upstander` command needs to be told to use this folder and this database."""
    folder.mkdir(parents=True, exist_ok=True)
    owner = settings.DATABASE_SERVER.owner.at(address.name)
    return {
        "VAR_FOLDER": str(folder),
        "STATIC_FOLDER": str(VAR / "static"),
        "DATABASE_URL": owner.url(),
        "DATABASE_APP_URL": address.url(),
        "DATABASE_CONNECTIONS": "8",
        "EMAIL_FOLDER": str(folder / "email"),
        "PORT": str(port),
        "PUBLIC_URL": f"http://localhost:{port}",
        "DEMO": "yes" if demo else "no",
    }


def _load_demo(environment: dict[str, str]) -> None:
    assert "demo" in get_commands(), "the demo is not built yet"
    loading = Child("demo", ("demo", "load"), environment)
    loading.start()
    assert loading.process is not None
    assert loading.process.wait(LOADING) == 0
    loading.see_out()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(url: str, web: Child) -> None:
    end = time.monotonic() + FIRST_ANSWER
    while time.monotonic() < end and web.status is None:
        try:
            urllib.request.urlopen(f"{url}/health/", timeout=5).close()
            return
        except urllib.error.URLError:
            time.sleep(0.05)
    raise AssertionError(f"The web server does not answer at {url} (status {web.status}).")
