"""The command `upstander`. Triage, rulebook, policy, pack and run need no Django; everything else is a Django command."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

FAILED = 1
BAD_INPUT = 2


def main(arguments: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["triage"]:
        from upstander.operations import triage

        return triage.main(words[1:])
    if words[:1] == ["rulebook"]:
        return _rulebook(words[1:])
    if words[:1] == ["policy"]:
        from upstander.operations import policy

        return policy.main(words[1:])
    if words[:1] == ["pack"]:
        from upstander.operations import pack

        return pack.main(words[1:])
    if words == ["run"]:
        from upstander.operations import run

        return run.main()
    return _django(words)


def _rulebook(words: list[str]) -> int:
    from upstander.operations import rulebook

    if "--cases" not in words:
        return rulebook.main(words)
    return _with_django(lambda: rulebook.main(words))


def _django(words: list[str]) -> int:
    def command() -> int:
        from django.core.management import execute_from_command_line

        execute_from_command_line(["upstander", *(words or ["help"])])
        return 0

    return _with_django(command)


def _with_django(command: Callable[[], int]) -> int:
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError

    from upstander.config.unprivileged import ServerTrouble
    from upstander.operations import memory
    from upstander.operations.addresses import AddressTaken

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upstander.config.settings")
    try:
        with memory.loading():
            _load()
        return command()
    except (ImproperlyConfigured, AddressTaken) as trouble:
        return _refuse(trouble, BAD_INPUT)
    except ServerTrouble as trouble:
        return _refuse(trouble, FAILED)
    except OperationalError as trouble:
        return _refuse(f"The database cannot be used: {str(trouble).strip().splitlines()[0]}", FAILED)


def _refuse(why: object, status: int) -> int:
    print(f"upstander: {why}", file=sys.stderr)
    return status


def _load() -> None:
    """Now, and not when Django's command line would: it puts a bad setting off, and reports it in many lines."""
    import django

    django.setup()
