"""How to get into the demo: made up when it is loaded, kept beside the other secrets, and said at each start."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

from upstander.kernel.references import in_fours
from upstander.operations.demo.loading import Loaded

WHY = {"nine-b-banter": "being looked into", "left-out-of-lines": "a letter to read", "moved-house": "a question to answer"}


def entrances(loaded: Loaded, password: str) -> list[str]:
    """Shapes: one line of text each."""
    codes = [f"  A code to come back with: {in_fours(code)} ({WHY[story]})" for story, code in loaded.codes]
    return [f"Each of the {loaded.staff} staff has the password {password}", *codes]


def keep(lines: list[str]) -> None:
    """Only this user can read them, from the first byte on: in a demo, too, nobody signs in over somebody's shoulder."""
    place = _place()
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def kept() -> list[str]:
    """Those of the demo that was loaded last from this folder; none where none was."""
    place = _place()
    return place.read_text(encoding="utf-8").splitlines() if place.exists() else []


def _place() -> Path:
    return Path(settings.VAR) / "demo-entrances"
