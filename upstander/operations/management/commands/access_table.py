"""upstander access_table [--write PATH]"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from upstander.records.access.describing import page


class Command(BaseCommand):
    help = "Print the table of who may do what, or write it to a file: docs/access.md is made so."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", type=Path, metavar="PATH")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"] is None:
            self.stdout.write(page(), ending="")
        else:
            options["write"].write_text(page(), encoding="utf-8")
