"""upstander database prepare | start | stop | status | psql | dump"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from upstander.config.addresses import Server
from upstander.config.unprivileged import ServerTrouble
from upstander.operations import preparation


class Command(BaseCommand):
    help = "Look after the database: prepare it, start or stop the embedded server."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["prepare", "start", "stop", "status"])

    def handle(self, *args: Any, **options: Any) -> None:
        server: Server = settings.DATABASE_SERVER
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
