"""upstander database prepare | start | stop | status | psql | dump FILE"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from upstander.config.addresses import Server
from upstander.config.embedded import bundled_binaries
from upstander.config.unprivileged import ServerTrouble
from upstander.operations import preparation


class Command(BaseCommand):
    help = "Look after the database: prepare it, start or stop the embedded server."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["prepare", "start", "stop", "status", "psql", "dump"])
        parser.add_argument("file", nargs="?", type=Path, help="where a dump goes")

    def handle(self, *args: Any, **options: Any) -> None:
        server: Server = settings.DATABASE_SERVER
        if options["what"] == "dump":
            self.dump(server, options["file"])
        else:
            getattr(self, options["what"])(server)

    def prepare(self, server: Server) -> None:
        preparation.prepare_database(server)
        self.stdout.write("The database is ready.")

    def start(self, server: Server) -> None:
        preparation.start_server(server)
        self.stdout.write("The database server runs.")

    def stop(self, server: Server) -> None:
        if server.embedded is None:
            raise ServerTrouble("The database server is not ours to stop: DATABASE_URL names it.")
        self.stdout.write("The database server has stopped." if server.embedded.stop() else "The database server did not run.")

    def status(self, server: Server) -> None:
        if server.embedded is not None and not server.embedded.answers():
            raise ServerTrouble("The embedded database server does not run: upstander database start")
        self.stdout.write("The database server runs.")

    def psql(self, server: Server) -> None:
        """A prompt as the owner. Row-level security holds there too: nothing is shown until a transaction says who is asking."""
        os.execve(bundled_binaries() / "psql", ["psql"], {**os.environ, **server.owner.for_libpq()})  # noqa: S606

    def dump(self, server: Server, file: Path | None) -> None:
        """Everything in the database, in pg_dump's own format. The founder asks, because row-level security binds the owner."""
        if file is None:
            raise CommandError("dump needs a file to write to: upstander database dump FILE")
        founder = server.founder.at(server.owner.name)
        command = [str(bundled_binaries() / "pg_dump"), "--format=custom", "--file", str(file)]
        if subprocess.run(command, env={**os.environ, **founder.for_libpq()}).returncode:
            raise ServerTrouble(f"The database was not written to {file}; the line above says why.")
        file.chmod(0o600)
        self.stdout.write(f"The database is in {file}. Evidence and the keys are not in it: keep {settings.VAR} too.")
