"""upstander register load FILE.csv, and links FILE.csv: bring the register of schools up to date."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from upstander.records.organisations.register import BadRegister, load, load_links

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Load the public register of schools, the CSV file edubasealldata… of Get Information about Schools."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        loading = actions.add_parser("load", help="add and renew the schools of a file, and close those it no longer names")
        loading.add_argument("file", type=Path)
        linking = actions.add_parser("links", help="say of closed schools which one took their place, from links_edubasealldata…")
        linking.add_argument("file", type=Path)

    def handle(self, *args: object, **options: object) -> None:
        path = Path(str(options["file"]))
        try:
            with transaction.atomic():
                said = _loaded(path) if options["action"] == "load" else _linked(path)
        except BadRegister as trouble:
            print(f"upstander register: {trouble}", file=sys.stderr)
            sys.exit(BAD_INPUT)
        print(said)


def _loaded(path: Path) -> str:
    loaded = load(path)
    return f"{loaded.named:,} schools, {loaded.open:,} open; {loaded.vanished:,} closed that the file no longer names."


def _linked(path: Path) -> str:
    return f"{load_links(path):,} closed schools point at the one that took their place."
