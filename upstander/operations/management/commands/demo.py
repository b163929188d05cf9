"""upstander demo load"""

from __future__ import annotations

import secrets
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from upstander.kernel import clock
from upstander.kernel.references import in_fours

BAD_INPUT = 2
WHY = {"nine-b-banter": "being looked into", "left-out-of-lines": "a letter to read", "moved-house": "a question to answer"}


class Command(BaseCommand):
    help = "Load two invented schools and forty invented cases into an empty database. Only with DEMO=yes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["load"])

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            self._refuse("the demo is loaded only with DEMO=yes, because in a demo anybody may sign in as anybody")
        from upstander.operations.demo.loading import NotEmpty, load

        password = "-".join(secrets.token_hex(2) for _ in range(4))
        try:
            loaded = load(now=clock.now(), password=password)
        except NotEmpty as trouble:
            self._refuse(str(trouble))
        self.stdout.write(f"{loaded.reports} invented reports, {loaded.cases} of them opened as cases.")
        self.stdout.write(f"Each of the {loaded.staff} staff has the password {password}")
        for story, code in loaded.codes:
            self.stdout.write(f"  A code to come back with: {in_fours(code)} ({WHY[story]})")

    def _refuse(self, why: str) -> None:
        print(f"upstander demo: {why}", file=sys.stderr)
        sys.exit(BAD_INPUT)
