"""The tests' database server: started by the first test process, stopped by the last, shared by those between.

A migrated template is kept for each state of the migrations, so that a database for a run is a copy and takes a moment.
Roles are those of production: the owner migrates, the tests work as the application, row-level security is on.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from django.apps import apps
from psycopg import Connection, sql

from tests.surroundings import VAR
from upstander.config import roles
from upstander.config.addresses import Address, Server, superuser
from upstander.config.embedded import Cluster
from upstander.operations import preparation

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off", "max_connections": "120"}
PREFIX = "run_"
TEMPLATE = "migrated_"


def cluster() -> Cluster:
    return Cluster(VAR / "postgres", settings=FAST)


@contextmanager
def running() -> Iterator[None]:
    """The server runs within this block; whoever leaves last stops it."""
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "users.lock").open("w") as users:
        first = _alone(users.fileno())
        if first:
            cluster().ensure()
            with superuser(cluster()).connect() as founder:
                _clear_away(founder, PREFIX)  # of runs that were killed
        fcntl.flock(users, fcntl.LOCK_SH)
        cluster().ensure()
        try:
            yield
        finally:
            fcntl.flock(users, fcntl.LOCK_UN)
            if _alone(users.fileno()):
                cluster().stop()


def _alone(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def fingerprint() -> str:
    """What the shape of the database depends on: our migrations, what makes the grants, and the packages that bring their own."""
    digest = hashlib.sha256()
    for package in ("Django", "django-allauth", "procrastinate"):
        digest.update(f"{package} {version(package)}\n".encode())
    folders = [Path(app.path) for app in apps.get_app_configs() if app.name.startswith("upstander.")]
    files = [Path(roles.__file__), *(file for folder in folders for file in folder.glob("migrations/*.py"))]
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def template(server: Server) -> str:
    """The name of a database as the migrations of this moment make it, made first when there is none."""
    name = TEMPLATE + fingerprint()
    with (VAR / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with superuser(cluster()).connect() as founder:
            if name not in _names(founder, TEMPLATE):
                _clear_away(founder, TEMPLATE)
                _migrate(server, f"{name}_draft")
                founder.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*map(sql.Identifier, (f"{name}_draft", name))))
    return name


def _names(founder: Connection, prefix: str) -> list[str]:
    return [name for (name,) in founder.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])]


def _migrate(server: Server, name: str) -> None:
    preparation.prepare_database(replace(server, owner=server.owner.at(name), app=server.app.at(name), embedded=cluster()))


def _clear_away(founder: Connection, prefix: str) -> None:
    for name in _names(founder, prefix):
        _drop(founder, name)


def _drop(founder: Connection, name: str) -> None:
    founder.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def fresh(server: Server, name: str) -> Address:
    """A new database of this name for the application, a copy of the template; one that was there is dropped."""
    copied_from = template(server)
    with superuser(cluster()).connect() as founder:
        _drop(founder, name)
        roles.make_database(founder, name, server.owner.user, template=copied_from)
    with server.owner.at(name).connect() as owner:
        roles.let_in(owner, name, server.app.user)
    return server.app.at(name)


def drop(name: str) -> None:
    with superuser(cluster()).connect() as founder:
        _drop(founder, name)


def name_for(worker: str) -> str:
    return f"{PREFIX}{os.getpid()}_{worker}"
