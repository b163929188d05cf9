"""Keeps a process with many threads small."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager

M_ARENA_MAX = -8  # from glibc's malloc.h
ARENAS = 2


@contextmanager
def loading() -> Iterator[None]:
    """What is loaded stays; the collector would look at all of it again and again, which is a fifth of the start."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def settle() -> None:
    """Call when everything is loaded and before threads start.

    glibc gives each thread an arena of its own and hardly gives memory back from it: with sixteen threads that was 20 MiB.
    What is loaded now stays for good, so the collector need never look at it again.
    """
    try:
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS)
    except (AttributeError, OSError):  # another C library
        pass
    gc.freeze()
