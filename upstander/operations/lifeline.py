"""Lets a child process notice that whoever started it is gone, even by kill -9: its end of a pipe reaches the end.

Works alike on every Unix, unlike a death signal, and asks nothing of the child's own loop.
"""

from __future__ import annotations

import os
import signal
import threading


def hold(descriptor: int) -> None:
    """Ask this process to stop, as Ctrl-C would, once nobody holds the other end of this pipe."""
    threading.Thread(target=_wait, args=(descriptor,), name="lifeline", daemon=True).start()


def _wait(descriptor: int) -> None:
    while os.read(descriptor, 64):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
