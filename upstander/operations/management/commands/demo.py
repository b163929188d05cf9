"""upstander demo load"""

from __future__ import annotations

import secrets
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from upstander.kernel import clock

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Load two invented schools and forty invented cases into an empty database. Only with DEMO=yes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["load"])

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            self._refuse("the demo is loaded only with DEMO=yes, because in a demo anybody may sign in as anybody")
        from upstander.operations.demo.entrances import entrances, keep
        from upstander.operations.demo.loading import NotEmpty, load

        password = "-".join(secrets.token_hex(2) for _ in range(4))
        try:
            loaded = load(now=clock.now(), password=password)
        except NotEmpty as trouble:
            self._refuse(str(trouble))
        self.stdout.write(f"{loaded.reports} invented reports, {loaded.cases} of them opened as cases.")
        lines = entrances(loaded, password)
        keep(lines)
        self.stdout.write("\n".join(lines))

    def _refuse(self, why: str) -> None:
        print(f"upstander demo: {why}", file=sys.stderr)
        sys.exit(BAD_INPUT)
