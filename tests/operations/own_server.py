"""A database server that one test has for itself and may stop in the middle: a cluster of its own, filled from the template."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests import database
from upstander.config import keys, roles
from upstander.config.addresses import Address, Server, superuser
from upstander.config.connections import switch_to
from upstander.config.embedded import Cluster, bundled_binaries

# What was committed survives a crash of the server, as in earnest; only a crash of the machine would be worse than in earnest.
SETTINGS = {**database.FAST, "synchronous_commit": "on"}


@dataclass(frozen=True)
class OwnServer:
    cluster: Cluster
    server: Server

    @property
    def environment(self) -> dict[str, str]:
        """For processes that work on it, as the application."""
        return {"DATABASE_URL": self.server.owner.url(), "DATABASE_APP_URL": self.server.app.url()}

    def crash(self) -> None:
        """Every process of the server stops at once, and whoever was connected is cut off."""
        os.kill(int((self.cluster.data / "postmaster.pid").read_text().split("\n", 1)[0]), signal.SIGQUIT)
        self.cluster.stop()  # waits until the last of them is gone

    def start(self) -> None:
        """As after a crash: from the log of what had been committed."""
        self.cluster.ensure()
        connection.close()


@contextmanager
def own_server(folder: Path) -> Iterator[OwnServer]:
    """Within this block the test's own connection leads there as well."""
    cluster = Cluster(folder / "postgres", settings=SETTINGS)
    theirs: Server = settings.DATABASE_SERVER
    socket = str(cluster.socket_folder)
    owner, app = (
        replace(address, host=socket, password=keys.kept_in(folder / address.user)) for address in (theirs.owner, theirs.app)
    )
    before = dict(connection.settings_dict)
    try:
        cluster.ensure()
        ours = OwnServer(cluster, replace(theirs, owner=owner, app=app, embedded=cluster))
        roles.prepare(ours.server)
        _fill(superuser(cluster).at(owner.name))
        switch_to(app)
        yield ours
    finally:
        switch_to(before)
        cluster.stop()


def _fill(there: Address) -> None:
    """Copying is three times as quick as migrating."""
    template = superuser(database.cluster()).at(database.template(settings.DATABASE_SERVER))
    dump, fill = bundled_binaries() / "pg_dump", bundled_binaries() / "psql"
    with subprocess.Popen([str(dump)], env=template.for_libpq(), stdout=subprocess.PIPE) as source:
        subprocess.run(
            [str(fill), "-q", "-v", "ON_ERROR_STOP=1"],
            env=there.for_libpq(),
            stdin=source.stdout,
            stdout=subprocess.DEVNULL,
            check=True,
        )
    assert source.returncode == 0
