"""Say what a check of the record found: one line, or one for each thing that is not as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.management.base import BaseCommand, CommandError


@dataclass(frozen=True, slots=True)
class Broken:
    organisation: str
    thing: str


def report(command: BaseCommand, broken: Sequence[Broken], *, whole: str, what: str) -> None:
    """Raises: CommandError, with exit status 1, when anything is broken."""
    if broken:
        raise CommandError("\n".join(f"{each.organisation}: {each.thing} {what}." for each in broken), returncode=1)
    command.stdout.write(whole)
