"""upstander make_ready: everything that must be done once before serving. A second time it finds nothing to do."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from upstander.config.addresses import Server
from upstander.operations import preparation, static_files
from upstander.operations.demo import entrances


class Command(BaseCommand):
    help = "Prepare the database and the static files; with DEMO=yes load the demo into an empty database."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        preparation.prove_rulebooks()
        server: Server = settings.DATABASE_SERVER
        preparation.prepare_database(server)
        if settings.DEMO:
            self._show_demo(server)
        static_files.gather()

    def _show_demo(self, server: Server) -> None:
        if preparation.is_empty(server):
            self.stdout.write("Loading the invented cases of the demo, once; this takes some seconds.")
            call_command("demo", "load")
        elif known := entrances.kept():
            self.stdout.write("\n".join(known))
