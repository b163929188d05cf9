"""The command `upstander`. Triage and run need no Django; everything else is a Django command."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

BAD_INPUT = 2


def main(arguments: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["triage"]:
        from upstander.operations import triage

        return triage.main(words[1:])
    if words == ["run"]:
        from upstander.operations import run

        return run.main()
    return _django(words)


def _django(words: list[str]) -> int:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upstander.config.settings")
    try:
        _load_settings()
        execute_from_command_line(["upstander", *(words or ["help"])])
    except ImproperlyConfigured as trouble:
        print(f"upstander: {trouble}", file=sys.stderr)
        return BAD_INPUT
    return 0


def _load_settings() -> None:
    from django.conf import settings

    settings.INSTALLED_APPS  # noqa: B018  (read now, since Django's own command line puts a bad setting off)
