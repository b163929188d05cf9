"""upstander bounces [PATH]"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from mailbox import Mailbox, Maildir, mbox
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from upstander.kernel.clock import now
from upstander.procedures.outbox.read_bounce import read_bounce
from upstander.records.outbox.bounces import MOST_BYTES

TRY_LATER = 75  # what mail servers take for: keep it, and hand it over again later (sysexits.h, EX_TEMPFAIL)


class Command(BaseCommand):
    help = "Read e-mails that came back, so that whoever did not get theirs becomes somebody's duty. They are left as they are."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", help="a Maildir or an mbox; without it one e-mail is read from standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["path"] is None:
            _read_one(sys.stdin.buffer)
            return
        read = lost = 0
        for raw in _emails(Path(options["path"])):
            read, lost = read + 1, lost + read_bounce(raw, at=now())
        self.stdout.write(f"E-mails read: {read}. Ours that did not arrive, and were not known to: {lost}.")


def _read_one(arriving: BinaryIO) -> None:
    """Silent, since a mail server sends what a program says to whoever wrote. All of it is taken, little of it read."""
    raw = arriving.read(MOST_BYTES)
    while arriving.read(MOST_BYTES):
        pass
    try:
        read_bounce(raw, at=now())
    except DatabaseError:
        raise SystemExit(TRY_LATER) from None


def _emails(path: Path) -> Iterator[bytes]:
    box: Mailbox[Any]
    if (path / "new").is_dir() and (path / "cur").is_dir():
        box = Maildir(path, create=False)
    elif path.is_file():
        box = mbox(path, create=False)
    else:
        raise CommandError(f"{path}: expected a Maildir, with “new” and “cur” in it, or an mbox.")
    with closing(box):
        for key in box.iterkeys():
            try:
                with box.get_file(key) as kept:
                    yield kept.read(MOST_BYTES)
            except (KeyError, FileNotFoundError):  # a mail program has taken it away meanwhile
                continue
