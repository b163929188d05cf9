"""`make run` as its users meet it: up, down, killed, and up again, with nothing left behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.installation import free_port
from tests.surroundings import ROOT
from upstander.config.embedded import Cluster

pytestmark = pytest.mark.xdist_group("run")  # one cluster is made, not one for each process


@dataclass
class Run:
    process: subprocess.Popen[str]
    port: int
    said: list[str] = field(default_factory=list)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}/health/", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def wait_until_welcome(self) -> list[str]:
        """What it says once everything is up; only from then on does it look after its children."""
        assert self.process.stdout is not None
        lines = [self.process.stdout.readline()]
        while lines[-1] and "Ctrl-C stops it" not in lines[-1]:
            lines.append(self.process.stdout.readline())
        assert lines[-1], self.process.communicate()
        return lines

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)


def wait(until: Callable[[], object], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if until():
            return True
        time.sleep(0.05)
    return False


def processes_of(folder: Path) -> list[str]:
    """Command lines of everything that was started for this folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            started_for = f"VAR_FOLDER={folder}".encode() in (entry / "environ").read_bytes().split(b"\0")
            in_folder = str(folder) in os.readlink(entry / "cwd")
            if started_for or in_folder:
                found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return [line for line in found if line]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("run").resolve()
    yield folder
    Cluster(folder / "postgres").stop()


def start(folder: Path, port: int | None = None, settings: Mapping[str, str] = MappingProxyType({})) -> Run:
    port = port or free_port()
    surroundings = {**os.environ, "VAR_FOLDER": str(folder), "PORT": str(port), "DEMO": "no", **settings}
    return Run(
        subprocess.Popen(
            [sys.executable, "-m", "upstander", "run"],
            cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        ),
        port,
    )  # fmt: skip


@contextmanager
def up(folder: Path) -> Iterator[Run]:
    run = start(folder)
    try:
        run.said = run.wait_until_welcome()
        yield run
    finally:
        run.process.kill()
        run.process.communicate()


def test_it_says_where_it_is_refuses_a_second_and_ctrl_c_stops_everything(folder: Path) -> None:
    with up(folder) as run:
        assert any(f"http://localhost:{run.port}/report/" in line for line in run.said)
        assert run.answers()
        second = start(folder)
        _, refused = second.process.communicate(timeout=30)
        assert (second.process.returncode, refused.count("\n")) == (1, 1)
        assert "already runs" in refused
        assert run.end(signal.SIGINT) == 0
        assert processes_of(folder) == []


def test_after_kill_9_nothing_serves_on_and_it_starts_again_and_sigterm_stops_it_too(folder: Path) -> None:
    with up(folder) as run:
        run.end(signal.SIGKILL)
        assert wait(lambda: not any("-m upstander" in line for line in processes_of(folder)), 20)
    with up(folder) as again:
        assert again.answers()
        assert again.end(signal.SIGTERM) == 0
        assert processes_of(folder) == []


def test_what_ends_by_itself_is_started_again(folder: Path) -> None:
    with up(folder) as run:
        for word in ("serve", "worker"):
            old = child(run, word)
            os.kill(old, signal.SIGKILL)
            assert wait(partial(is_another, run, word, old), 20)
        assert wait(run.answers, 20)
        os.kill(int((folder / "postgres" / "data" / "postmaster.pid").read_text().split("\n")[0]), signal.SIGKILL)
        assert wait(Cluster(folder / "postgres").answers, 20)
        assert run.end(signal.SIGINT) == 0
        assert processes_of(folder) == []


def test_a_port_in_use_is_told_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        run = start(tmp_path, port=port)
        _, said = run.process.communicate(timeout=30)
    assert run.process.returncode == 2
    assert said == f"upstander: Port {port} is in use by another program: stop it, or choose another, such as PORT={port + 1}.\n"
    assert processes_of(tmp_path) == []


@pytest.mark.parametrize(
    ("setting", "value"),
    [("PORT", "http"), ("HOST", "no such host"), ("DEMO", "maybe"), ("DATABASE_URL", "here"), ("PUBLIC_URL", "x")],
)
def test_an_odd_setting_is_told_in_one_sentence(tmp_path: Path, setting: str, value: str) -> None:
    run = start(tmp_path, settings={setting: value})
    _, said = run.process.communicate(timeout=30)
    assert run.process.returncode == 2
    assert setting in said
    assert said.count("\n") == 1
    assert processes_of(tmp_path) == []


def child(run: Run, word: str) -> int:
    """The process number of the web server or the worker; 0 if there is none just now."""
    pid = run.process.pid
    assert run.process.poll() is None, run.process.communicate()
    numbers = map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
    return next((number for number in numbers if f"upstander {word}" in command(number)), 0)


def is_another(run: Run, word: str, old: int) -> bool:
    return child(run, word) not in (0, old)


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
