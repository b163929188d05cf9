"""How soon the web server answers after it was started, and how much memory web server and worker hold together.

    python -m benchmarks.start [--starts 5] [--requests 2000]

Time: from starting the process to its first answer; wall clock and CPU, since a busy machine stretches the first. It is asked
for /health/, which needs no desk, and for pages that make it load one or all. What is compiled is there, as `make run` leaves it.
Memory: PSS from the kernel, which counts a shared page once, of all their processes, before and after a load.
"""

from __future__ import annotations

import argparse
import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("/health/", "/", "/report/", "/sign-in/", "/no-such-page/")
FIRST = ("/health/", "/", "/report/", "/sign-in/")
CLIENTS = 16
BOUND_START, BOUND_MEMORY = 1.2, 170.0  # seconds; MiB


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--starts", type=int, default=5)
    options.add_argument("--requests", type=int, default=2000)
    chosen = options.parse_args()
    environment = _environment(_free_port())
    _upstander("make_ready", environment).wait()
    try:
        for path in FIRST:
            times, costs = _measure_starts(environment, path, chosen.starts)
            kept = "kept" if statistics.median(times) <= BOUND_START else "BROKEN"
            print(f"{path} as the first answer: after {_spread(times)}, of CPU {_spread(costs)}; bound {BOUND_START} s: {kept}")
        _measure_memory(environment, chosen.requests)
    finally:
        _upstander("database", environment, "stop").wait()


def _measure_starts(environment: dict[str, str], path: str, starts: int) -> tuple[list[float], list[float]]:
    measured = [_time_to_answer(environment, path) for _ in range(starts)]
    return [time for time, _ in measured], [cost for _, cost in measured]


def _spread(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.2f} s (median of {len(seconds)}; {min(seconds):.2f} to {max(seconds):.2f})"


def _measure_memory(environment: dict[str, str], requests: int) -> None:
    web, worker = _upstander("serve", environment), _upstander("worker", environment)
    try:
        _wait_for_answer(int(environment["PORT"]))
        time.sleep(3)  # until the worker listens
        print(f"before the load: {_told(web.pid, worker.pid)}")
        with ThreadPoolExecutor(CLIENTS) as clients:
            statuses = list(
                clients.map(lambda number: _ask(int(environment["PORT"]), PAGES[number % len(PAGES)]), range(requests))
            )
        print(f"load: {requests} requests by {CLIENTS} at a time, {sum(status >= 500 for status in statuses)} failed")
        print(f"after the load:  {_told(web.pid, worker.pid)}")
        together = _memory(web.pid) + _memory(worker.pid)
        print(f"bound {BOUND_MEMORY:.0f} MiB: {'kept' if together <= BOUND_MEMORY else 'BROKEN'}")
    finally:
        for process in (web, worker):
            process.terminate()
            process.wait()


def _told(web: int, worker: int) -> str:
    return f"web {_memory(web):.0f} MiB, worker {_memory(worker):.0f} MiB, together {_memory(web) + _memory(worker):.0f} MiB"


def _environment(port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return {**kept, "VAR_FOLDER": str(ROOT / "var" / "benchmark-start"), "PORT": str(port)}


def _upstander(command: str, environment: dict[str, str], *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "upstander", command, *words], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )


def _time_to_answer(environment: dict[str, str], path: str) -> tuple[float, float]:
    """Units: seconds until the first answer; seconds of CPU used by then, its children included."""
    began = time.perf_counter()
    web = _upstander("serve", environment)
    _wait_for_answer(int(environment["PORT"]), path)
    took, used = time.perf_counter() - began, _cpu(web.pid)
    web.terminate()
    web.wait()
    return took, used


def _wait_for_answer(port: int, path: str = "/health/") -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            if _ask(port, path) == 200:
                return
        except OSError:
            time.sleep(0.01)
    raise SystemExit("the web server does not answer")


def _ask(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("localhost", port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") + sum(_cpu(int(child)) for child in children)


def _memory(pid: int) -> float:
    """Units: MiB of PSS, of this process and all that it started."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    own = next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own + sum(_memory(int(child)) for child in children)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
