"""upstander run: everything that one machine needs, started together and stopped together. Imports no Django, to stay small.

1. refuse early: a setting that cannot be used, a port in use, another `run` of the same folder
2. start the embedded PostgreSQL, unless DATABASE_URL names another server
3. make ready: roles, tables, static files, the demo
4. start the web server and the worker, wait until the first page answers, say where
5. watch: what ends by itself is started again, three times a minute at most
6. on Ctrl-C stop web and worker, then PostgreSQL if it was a `run` that started it
"""

from __future__ import annotations

import fcntl
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from upstander.config import places
from upstander.config.embedded import Cluster
from upstander.config.env import BadSetting, yes_or_no
from upstander.config.unprivileged import ServerTrouble
from upstander.operations import welcome
from upstander.operations.addresses import AddressTaken, check_free
from upstander.operations.household import Child

TICK = 0.1  # seconds
FIRST_ANSWER = 60.0  # seconds within which the first page must answer
DATABASE_LOOK = 2.0  # seconds between two looks whether the embedded server still listens


class CannotRun(Exception):
    """Why nothing runs, told in one sentence."""


def main() -> int:
    asked_to_stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: asked_to_stop.set())
    try:
        return _run(asked_to_stop)
    except (BadSetting, AddressTaken) as trouble:
        print(f"upstander: {trouble}", file=sys.stderr)
        return 2
    except (CannotRun, ServerTrouble) as trouble:
        print(f"upstander: {trouble}", file=sys.stderr)
        return 1


def _run(asked_to_stop: threading.Event) -> int:
    var = places.var()
    environment = {"DEMO": "yes" if yes_or_no("DEMO", default=_only_for_this_machine()) else "no"}
    with _alone_in(var):
        check_free(places.host(), places.port())
        with _database(var) as cluster:
            status = _make_ready(environment, asked_to_stop)
            if status or asked_to_stop.is_set():
                return 0 if asked_to_stop.is_set() else status
            children = [_child("web server", "serve", environment), _child("worker", "worker", environment)]
            try:
                return _live(children, cluster, environment["DEMO"] == "yes", asked_to_stop)
            finally:
                _stop(children)


def _only_for_this_machine() -> bool:
    """The demo lets anybody in with a click, so it is never the default where others can reach."""
    return places.host() in ("127.0.0.1", "::1", "localhost") and places.public_url().startswith("http://localhost")


def _child(name: str, command: str, environment: dict[str, str]) -> Child:
    return Child(name, (command, "--until-stdin-closes"), environment)


@contextmanager
def _alone_in(var: Path) -> Iterator[None]:
    var.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (var / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise CannotRun(f"Upstander already runs from {var}: stop that one first, or choose another VAR_FOLDER.") from busy
        yield


@contextmanager
def _database(var: Path) -> Iterator[Cluster | None]:
    """The embedded server, stopped afterwards if it was started here or by a `run` that was killed."""
    if places.database_is_elsewhere():
        yield None
        return
    cluster, ours = Cluster(var / "postgres"), var / "postgres" / "started-by-run"
    if cluster.ensure():
        ours.touch()
    try:
        yield cluster
    finally:
        if ours.exists():
            cluster.stop()
            ours.unlink()


def _make_ready(environment: dict[str, str], asked_to_stop: threading.Event) -> int:
    """The exit status; what went wrong has been said."""
    first = Child("preparation", ("make_ready",), environment)
    first.start()
    while first.status is None and not asked_to_stop.wait(TICK):
        pass
    first.ask_to_stop()
    first.see_out()
    return first.status or 0


def _live(children: list[Child], cluster: Cluster | None, demo: bool, asked_to_stop: threading.Event) -> int:
    for child in children:
        child.start()
    _wait_for_first_answer(children[0], asked_to_stop)
    if not asked_to_stop.is_set():
        print(*welcome.lines(places.public_url(), places.email_instead_of_sending(), demo=demo), sep="\n", flush=True)
    looked = time.monotonic()
    while not asked_to_stop.wait(TICK):
        for child in children:
            if child.status is not None:
                _start_again(child)
        if cluster is not None and time.monotonic() - looked > DATABASE_LOOK:
            looked = time.monotonic()
            _keep_running(cluster)
    print("\nStopping …", flush=True)
    return 0


def _start_again(child: Child) -> None:
    print(f"The {child.name} stopped unexpectedly (status {child.status}); starting it again.", file=sys.stderr, flush=True)
    if not child.start_again():
        raise CannotRun(f"The {child.name} keeps stopping; its last lines above say why.")


def _keep_running(cluster: Cluster) -> None:
    if not cluster.listens():
        print("The database server stopped unexpectedly; starting it again.", file=sys.stderr, flush=True)
        cluster.ensure()


def _wait_for_first_answer(web: Child, asked_to_stop: threading.Event) -> None:
    end = time.monotonic() + FIRST_ANSWER
    while not _answers() and not asked_to_stop.wait(TICK / 2):
        if web.status is not None:
            raise CannotRun(
                f"The web server stopped before its first answer (status {web.status}); its last lines above say why."
            )
        if time.monotonic() > end:
            raise CannotRun(f"The web server has not answered within {FIRST_ANSWER:.0f} seconds; its last lines above say why.")


def _answers() -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(places.host(), places.host())  # noqa: S104
    try:
        with socket.create_connection((host, places.port()), timeout=2) as visit:
            visit.sendall(b"GET /health/ HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return visit.recv(5) == b"HTTP/"
    except OSError:
        return False


def _stop(children: list[Child]) -> None:
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.see_out()
