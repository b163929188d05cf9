"""Child processes that live and die together with this one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

GRACE = 15.0  # seconds that a child may take to stop by itself
TOO_OFTEN = 3  # unexpected ends within ...
WITHIN = 60.0  # ... so many seconds


@dataclass
class Child:
    """One `upstander` command, in its own process group. It stops when told to, and when we are gone, however we went."""

    name: str
    words: tuple[str, ...]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    ends: deque[float] = field(default_factory=lambda: deque(maxlen=TOO_OFTEN))

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "upstander", *self.words],
            env={**os.environ, **self.environment},
            stdin=subprocess.PIPE,  # the lifeline: closed by the system when we end
            start_new_session=True,  # a Ctrl-C in the terminal reaches us alone, and we stop things in order
        )

    @property
    def status(self) -> int | None:
        """The exit status, or nothing while it runs."""
        return None if self.process is None else self.process.poll()

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def see_out(self) -> None:
        """Wait until it has stopped, with everything it started; end by force what does not."""
        if self.process is None:
            return
        try:
            self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            pass
        _kill_group(self.process.pid)
        self.process.wait()
        if self.process.stdin is not None:
            self.process.stdin.close()

    def start_again(self) -> bool:
        """After an unexpected end; false when it has been too often to go on."""
        self.see_out()
        self.ends.append(time.monotonic())
        if len(self.ends) == TOO_OFTEN and self.ends[-1] - self.ends[0] < WITHIN:
            return False
        self.start()
        return True


def _kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # macOS answers the second for a group of zombies
        pass
