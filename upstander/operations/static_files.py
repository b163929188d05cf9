"""Gathers the static files under hashed names, only when one of them has changed."""

from __future__ import annotations

import fcntl
import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = ".gathered"


def gather() -> bool:
    """True if there was anything to do. Safe when several processes ask at once."""
    folder = Path(settings.STATIC_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp, now = folder / STAMP, _fingerprint()
        if stamp.exists() and stamp.read_text() == now:
            return False
        stamp.unlink(missing_ok=True)  # first, so that gathering cut short is done again
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(now)
        return True


def _fingerprint() -> str:
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = Path(storage.path(name)).stat()
            digest.update(f"{storage.location}/{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()
