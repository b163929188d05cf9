"""What a page of the school desk costs, at 1,000 and at 100,000 cases, beside an empty view of the same server.

    python -m benchmarks.pages [--cases 1000 100000] [--seconds 4] [--rounds 3]

Both installations run at the same time and are asked in turn, so that what disturbs the one disturbs the other. CPU is of the
server's processes and of PostgreSQL's together. Read it before the times: the machine may have had other work (shown as foreign).
"""

from __future__ import annotations

import argparse
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle

from benchmarks.installation import Installation, machine, running
from benchmarks.processor import busy, used
from benchmarks.visitor import Visitor

TARGETS = {"list": 12.0, "search": 12.0, "case": 15.0}  # ms of CPU
SLOWEST = 15.0  # times the empty view's rate
GROWTH = 1.2
WARMING = 2.0  # seconds a page
EXPECTED = {"list": "Cases", "search": "Quennevylle", "case": "UP-", "today": "Today", "empty": "ok"}
SOME_CASES = "SELECT id FROM cases_case ORDER BY md5(id::text) LIMIT %s"


@dataclass
class Seen:
    """Units: milliseconds; `cpu` has server and database apart; `foreign` in cores."""

    server: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    middle: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    rate: list[float] = field(default_factory=list)
    foreign: list[float] = field(default_factory=list)

    @property
    def best(self) -> tuple[float, float]:
        """Server and database of the round that cost least: what else the machine does only ever adds."""
        return min(zip(self.server, self.database, strict=True), key=sum)

    @property
    def cpu(self) -> float:
        return sum(self.best)


Measured = dict[tuple[int, str, int], Seen]  # by cases, page and clients


def main() -> None:
    options = argparse.ArgumentParser(description="What a page of the school desk costs.")
    options.add_argument("--cases", type=int, nargs="+", default=[1_000, 100_000])
    options.add_argument("--seconds", type=float, default=4.0)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--pages", nargs="+", default=list(EXPECTED), choices=list(EXPECTED))
    chosen = options.parse_args()
    print(machine())
    with ExitStack() as stack:
        places = [_Place(stack.enter_context(running(cases))) for cases in chosen.cases]
        measured: Measured = {}
        for _ in range(chosen.rounds):
            for name in chosen.pages:
                for clients in (1, 8):
                    for place in places:
                        place.measure(name, clients, chosen.seconds, measured)
    _tell(measured, chosen.cases)


class _Place:
    """One installation with somebody who has signed in there, and the pages that they look at."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.person = installation.lead()
        cases = [f"/school/cases/{id}/" for id in installation.ids(SOME_CASES, 200)]
        self.paths = {
            "empty": ["/health/"],
            "list": ["/school/cases/"],
            "search": ["/school/search/?q=Quennevylle"],
            "case": cases,
            "today": ["/school/"],
        }
        for name in self.paths:
            self._load(name, 8, WARMING)  # until each connection has its plans

    def measure(self, name: str, clients: int, seconds: float, measured: Measured) -> None:
        seen = measured.setdefault((self.installation.cases, name, clients), Seen())
        before, machine_before, began = self._cpu(), busy(), time.perf_counter()
        times = self._load(name, clients, seconds)
        took = time.perf_counter() - began
        server, database = (after - earlier for after, earlier in zip(self._cpu(), before, strict=True))
        seen.server.append(1000 * server / len(times))
        seen.database.append(1000 * database / len(times))
        seen.middle.append(1000 * statistics.median(times))
        seen.late.append(1000 * statistics.quantiles(times, n=20)[-1])
        seen.rate.append(len(times) / took)
        seen.foreign.append(max(0.0, (busy() - machine_before - server - database) / took))

    def _cpu(self) -> tuple[float, float]:
        return used(self.installation.web), used(self.installation.postmaster)

    def _load(self, name: str, clients: int, seconds: float) -> list[float]:
        """A closed loop: each client asks again as soon as it has its answer."""
        end = time.perf_counter() + seconds
        times: list[float] = []

        def client(number: int) -> None:
            person, paths = self.person.again(), cycle(self.paths[name][number:] + self.paths[name][:number])
            while (began := time.perf_counter()) < end:
                self._ask(person, name, paths)
                times.append(time.perf_counter() - began)

        threads = [threading.Thread(target=client, args=[number]) for number in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return times

    def _ask(self, person: Visitor, name: str, paths: Iterator[str]) -> None:
        answer = person.get(next(paths))
        if answer.status != 200 or EXPECTED[name] not in answer.text:
            raise SystemExit(f"{name}: answered with {answer.status}, not as expected")


def _tell(measured: Measured, sizes: list[int]) -> None:
    heads = "".join(f"{head:>9}" for head in ("p50 ms", "p95 ms", "/s", "foreign"))
    print(f"\n{'page':8}{'cases':>10}{'clients':>8}{'CPU ms (server + database)':>30}{heads}")
    middle: Callable[[list[float]], float] = statistics.median
    for (cases, name, clients), seen in measured.items():
        parts = f"{seen.cpu:.1f} ({seen.best[0]:.1f} + {seen.best[1]:.1f})"
        rest = "".join(f"{middle(values):9.1f}" for values in (seen.middle, seen.late, seen.rate, seen.foreign))
        print(f"{name:8}{cases:10,}{clients:8}{parts:>30}{rest}")
    print("CPU is of the round that cost least; times and rates are medians of the rounds.\n")
    most = max(sizes)
    for name, target in TARGETS.items():
        if not {(most, name, 8), (most, "empty", 8)} <= measured.keys():
            continue
        cpu = measured[most, name, 8].cpu
        slower = middle(measured[most, "empty", 8].rate) / middle(measured[most, name, 8].rate)
        print(_judged(f"{name}: CPU {cpu:.1f} ms of {target:.0f}", cpu <= target), end="; ")
        print(_judged(f"1/{slower:.0f} of the empty view's rate, at least 1/{SLOWEST:.0f}", slower <= SLOWEST), end="; ")
        growth = cpu / measured[min(sizes), name, 8].cpu
        print(_judged(f"{growth:.2f} times its cost at {min(sizes):,}, at most {GROWTH}", growth <= GROWTH))


def _judged(words: str, is_kept: bool) -> str:
    return f"{words} ({'kept' if is_kept else 'BROKEN'})"


if __name__ == "__main__":
    main()
