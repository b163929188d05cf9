"""upstander serve: the web server alone, at HOST and PORT."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from upstander.config import connections, places
from upstander.config.wsgi import application
from upstander.operations import lifeline, web


class Command(BaseCommand):
    help = "Serve the desks at HOST and PORT until interrupted."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--until-stdin-closes", action="store_true", help="stop when whoever started this is gone")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["until_stdin_closes"]:
            lifeline.hold(sys.stdin.fileno())
        connections.use_pool()
        web.serve(application, places.host(), places.port())
