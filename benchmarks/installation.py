"""A real installation to measure: its own folder, its own PostgreSQL, the real web server and worker, generated cases."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.visitor import Visitor
from upstander.config.addresses import Server, chosen

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(os.environ.get("BENCH_FOLDER", ROOT / "var" / "bench"))
PASSWORD = "plain sailing boats"  # noqa: S105  (of invented people in a database that nobody uses)
LEAD = "lead@large.example"
STARTING = 60.0  # seconds


@dataclass
class Installation:
    """Running. Units: `web` and `worker` are process numbers, the worker's 0 where none was asked for."""

    cases: int
    port: int
    web: int
    worker: int
    server: Server

    def visitor(self) -> Visitor:
        return Visitor(self.port)

    def lead(self) -> Visitor:
        """The safeguarding lead of the large school, signed in."""
        person = self.visitor()
        person.sign_in(LEAD, PASSWORD, FOLDER / str(self.cases) / "one-time-key")
        return person

    @property
    def postmaster(self) -> int:
        assert self.server.embedded is not None
        return int((self.server.embedded.data / "postmaster.pid").read_text().split("\n", 1)[0])

    def ids(self, query: str, count: int) -> list[str]:
        """One column of rows of the large school, as its application sees them."""
        with self.server.app.connect() as app, app.transaction():
            found = app.execute("SELECT id FROM organisations_organisation WHERE name = 'Largeford Academy'").fetchone()
            assert found is not None
            app.execute("SELECT set_config('upstander.organisation', %s, true)", [str(found[0])])
            return [str(row[0]) for row in app.execute(query.encode(), [count]).fetchall()]


@contextmanager
def running(cases: int, *, worker: bool = False) -> Iterator[Installation]:
    """Start what is there for this number of cases, generated first when it is not."""
    var = FOLDER / str(cases)
    port = _free_port()
    environment = {**_plain(), "VAR_FOLDER": str(var), "PORT": str(port)}
    _upstander(environment, "make_ready").wait()
    if not (var / "generated").exists():
        print(f"Generating {cases:,} cases in {var} …", flush=True)
        if _upstander(environment, "generate", "--cases", str(cases), "--password", PASSWORD).wait():
            raise SystemExit("the cases could not be generated")
        (var / "generated").touch()
    started = [_upstander(environment, "serve")]
    if worker:
        started.append(_upstander(environment, "worker"))
    try:
        _wait_for(port)
        yield Installation(cases, port, started[0].pid, started[1].pid if worker else 0, _server(var))
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait()
        _upstander(environment, "database", "stop").wait()


def machine() -> str:
    """What the figures were measured on, without its name."""
    model = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    total = re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text())
    return (
        f"{os.cpu_count()} × {model[1] if model else 'unknown processor'}, {int(total[1]) / 2**20 if total else 0:.0f} GiB, "
        f"Python {sys.version.split()[0]}; load of the machine {os.getloadavg()[0]:.1f}"
    )


def _server(var: Path) -> Server:
    return chosen(var)


def _plain() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}


def _upstander(environment: dict[str, str], *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "upstander", *words], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)


def _wait_for(port: int) -> None:
    end = time.monotonic() + STARTING
    while time.monotonic() < end:
        try:
            if Visitor(port).get("/health/").status == 200:
                return
        except OSError:
            time.sleep(0.02)
    raise SystemExit("the web server does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
