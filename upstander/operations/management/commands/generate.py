"""upstander generate --cases 100000"""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from upstander.kernel import clock
from upstander.operations.generating.generate import Done, NotEmpty, Wanted, generate


class Command(BaseCommand):
    help = "Fill an empty database with invented cases, for measuring. Nothing in it is about anybody."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cases", type=int, required=True)
        parser.add_argument("--schools", type=int, default=250)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--password", help="for the staff of the large school; one is made up and printed without it")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["cases"] < 1 or options["schools"] < 2:
            raise CommandError("--cases must be 1 or more, --schools 2 or more.")
        password = options["password"] or secrets.token_urlsafe(12)
        wanted = Wanted(
            options["cases"], options["schools"], options["seed"], password, clock.now(), settings.CODE_VERSION
        )  # fmt: skip
        try:
            with settings.DATABASE_SERVER.owner.connect() as owner:
                done = generate(owner, wanted, self._say)
        except NotEmpty as trouble:
            raise CommandError(str(trouble)) from trouble
        self._report(done, wanted.cases, password)

    def _say(self, cases: int, rows: int) -> None:
        if cases % 10_000 == 0:
            self.stdout.write(f"{cases:,} cases, {rows:,} rows")

    def _report(self, done: Done, cases: int, password: str) -> None:
        seconds = done.loading + done.checking + done.tidying
        rate = f"{done.rows / done.loading:,.0f} rows/s"
        self.stdout.write(f"{cases:,} cases, {done.rows:,} rows in {seconds:.0f} s: copied in {done.loading:.0f} s ({rate}),")
        self.stdout.write(f"indexes and foreign keys in {done.checking:.0f} s, analysed in {done.tidying:.0f} s.")
        self.stdout.write(f"Sign in at the large school as lead@large.example with {password}")
