"""Processor time and memory of processes and of all that they started, the ended ones too. From /proc, so Linux only."""

from __future__ import annotations

import os
from pathlib import Path

TICK = 1 / os.sysconf("SC_CLK_TCK")


def used(pid: int) -> float:
    """Units: seconds of processor since it began."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = sum(map(int, fields[11:15])) * TICK  # user, system, and both of children that have ended
    return own + sum(_used_if_there(child) for child in children(pid))


def _used_if_there(pid: int) -> float:
    try:
        return used(pid)
    except (FileNotFoundError, ProcessLookupError):
        return 0.0


def children(pid: int) -> list[int]:
    return [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]


def memory(pid: int) -> float:
    """Units: MiB of PSS, which counts a page that several processes share once."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    own = next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return own + sum(memory(child) for child in children(pid))


def busy() -> float:
    """Units: seconds of processor that the whole machine has used since it started."""
    fields = list(map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]))
    return (sum(fields[:3]) + sum(fields[5:8])) * TICK
