"""Secrets that a first start makes for itself, each in a file that only its owner can read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from upstander.config.env import BadSetting


def kept_in(path: Path) -> str:
    """The secret in this file, made first if there is none. Safe when several processes ask at once.

    Units: 48 random bytes as 64 characters that need no quoting anywhere.
    """
    if not path.exists():
        _make(path)
    if path.stat().st_mode & 0o077:
        raise BadSetting(f"{path} holds a secret but others can read it: chmod 600 {path}")
    value = path.read_text(encoding="ascii").strip()
    if not value:
        raise BadSetting(f"{path} should hold a secret but is empty.")
    return value


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)  # whole or not at all, and never over one that another process made first
        except FileExistsError:
            pass
    finally:
        draft.unlink()
