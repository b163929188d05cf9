"""The embedded server survives what happens to machines: kill -9, stale files, several first starts at once."""

from __future__ import annotations

import os
import pwd
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from tests.surroundings import ROOT
from upstander.config import unprivileged
from upstander.config.addresses import superuser
from upstander.config.embedded import LONGEST_SOCKET_PATH, SOCKET_NAME, Cluster
from upstander.config.unprivileged import ServerTrouble

FAST = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "16MB", "max_connections": "10"}
START = """
import sys
from pathlib import Path
from upstander.config.embedded import Cluster
print(Cluster(Path(sys.argv[1])).ensure())
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """One for all tests here, since making one takes a second; each test leaves it running."""
    parent = tmp_path_factory.mktemp("private")
    parent.chmod(0o700)
    cluster = Cluster(parent / "postgres", settings=FAST)
    cluster.ensure()
    with superuser(cluster).connect() as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('yesterday')")
    yield cluster
    cluster.stop()


def kept(cluster: Cluster) -> str:
    with superuser(cluster).connect() as connection:
        row = connection.execute("SELECT word FROM kept").fetchone()
    assert row is not None
    return str(row[0])


def postmaster(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().split("\n", 1)[0])


def wait_until_gone(pid: int) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end and Path(f"/proc/{pid}/cwd").exists():
        time.sleep(0.02)


def test_starting_what_runs_does_nothing(cluster: Cluster) -> None:
    before = postmaster(cluster)
    assert cluster.ensure() is False
    assert postmaster(cluster) == before


def test_it_stops_and_finds_yesterdays_data(cluster: Cluster) -> None:
    assert cluster.stop() is True
    assert (cluster.stop(), cluster.answers(), cluster.listens()) == (False, False, False)
    assert cluster.ensure() is True
    assert kept(cluster) == "yesterday"


def test_it_comes_back_after_kill_9(cluster: Cluster) -> None:
    os.kill(postmaster(cluster), signal.SIGKILL)
    assert cluster.ensure() is True
    assert kept(cluster) == "yesterday"


def test_it_comes_back_after_kill_9_of_every_process(cluster: Cluster) -> None:
    for pid in cluster._processes():
        with suppress(ProcessLookupError):  # some end by themselves once the first is gone
            os.kill(pid, signal.SIGKILL)
    assert cluster.ensure() is True
    assert kept(cluster) == "yesterday"


def test_it_starts_when_its_number_now_belongs_to_another_program(cluster: Cluster) -> None:
    """As after a restart of a container, where the same few numbers come round again."""
    stranger = subprocess.Popen(["sleep", "60"])
    old = postmaster(cluster)
    os.kill(old, signal.SIGKILL)
    wait_until_gone(old)
    for file in (cluster.data / "postmaster.pid", cluster.socket_folder / f"{SOCKET_NAME}.lock"):
        file.write_text(file.read_text().replace(str(old), str(stranger.pid), 1))
    try:
        assert cluster.ensure() is True
        assert kept(cluster) == "yesterday"
        assert stranger.poll() is None
        cluster.stop()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()
        cluster.ensure()


def test_no_folder_is_opened_to_others(cluster: Cluster) -> None:
    for folder in (cluster.root.parent, cluster.root, cluster.data, cluster.socket_folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_password_is_asked_for(cluster: Cluster) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        superuser(cluster).signed_in_as("postgres", "guess").connect()


def test_it_is_reached_by_no_network(cluster: Cluster) -> None:
    with superuser(cluster).connect() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_what_people_type_stays_out_of_its_log(cluster: Cluster) -> None:
    with superuser(cluster).connect() as connection:
        connection.execute("CREATE TEMP TABLE child (name text PRIMARY KEY)")
        connection.execute("INSERT INTO child VALUES ('Zebedee Quill')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO child VALUES ('Zebedee Quill')")
    log = cluster.log.read_text()
    assert "child_pkey" in log
    assert "Zebedee" not in log


def test_several_first_starts_at_once_make_one_server(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / "postgres")
    starts = [
        subprocess.Popen([sys.executable, "-c", START, str(cluster.root)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    try:
        answers = sorted(start.communicate(timeout=60)[0].strip() for start in starts)
        assert answers == ["False", "False", "True"]
        assert cluster.log.read_text().count("Success") == 1
    finally:
        cluster.stop()


def test_a_first_start_that_was_cut_short_is_done_again(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / "postgres", settings=FAST)
    (cluster.root / "data.new").mkdir(parents=True)
    (cluster.root / "data.new" / "PG_VERSION").write_text("18\n")
    try:
        assert cluster.ensure() is True
    finally:
        cluster.stop()


def test_a_long_path_gets_a_short_socket_of_its_own(tmp_path: Path) -> None:
    near, far, other = Cluster(Path("/srv/upstander")), Cluster(tmp_path / ("long" * 30)), Cluster(tmp_path / ("much" * 30))
    assert near.socket_folder == Path("/srv/upstander/run")
    assert len(str(far.socket_folder / SOCKET_NAME)) <= LONGEST_SOCKET_PATH
    assert far.socket_folder != other.socket_folder


@pytest.fixture
def without_namespaces(monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root has to become somebody else")
    monkeypatch.setattr(unprivileged, "_namespaces_allowed", lambda account: False)


@pytest.mark.usefixtures("without_namespaces")
def test_root_without_namespaces_runs_it_as_nobody() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        cluster = Cluster(Path(folder) / "postgres", settings=FAST)
        try:
            cluster.ensure()
            assert cluster.data.stat().st_uid == pwd.getpwnam("nobody").pw_uid
            assert stat.S_IMODE(cluster.root.stat().st_mode) == 0o700
            cluster.stop()
            assert cluster.ensure() is True
        finally:
            cluster.stop()


@pytest.mark.usefixtures("without_namespaces")
def test_root_is_told_when_nobody_cannot_reach_the_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    with pytest.raises(ServerTrouble, match="run Upstander as an ordinary user, or set DATABASE_URL"):
        Cluster(tmp_path / "postgres").ensure()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700
