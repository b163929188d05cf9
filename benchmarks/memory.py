"""How much memory web server and worker hold together, after people have used them: signed in, searching, reporting.

    python -m benchmarks.memory [--rounds 16]

PSS from the kernel, of all their processes: a page that several share counts once. PostgreSQL is not in it.
"""

from __future__ import annotations

import argparse
import time
from concurrent.futures import ThreadPoolExecutor

from benchmarks.installation import Installation, machine, running
from benchmarks.processor import memory
from benchmarks.report import send_report

CASES = 1_000
CLIENTS = 8
BOUND = 170.0  # MiB
SOME_CASES = "SELECT id FROM cases_case ORDER BY md5(id::text) LIMIT %s"


def main() -> None:
    options = argparse.ArgumentParser(description="Memory of web server and worker.")
    options.add_argument("--rounds", type=int, default=16)
    chosen = options.parse_args()
    print(machine())
    with running(CASES, worker=True) as place:
        time.sleep(3)  # until the worker listens
        print(f"before the load: {_told(place)}")
        _load(place, chosen.rounds)
        time.sleep(5)  # until the worker has done what the reports asked for
        print(f"after the load:  {_told(place)}")
        together = memory(place.web) + memory(place.worker)
        print(f"bound {BOUND:.0f} MiB: {'kept' if together <= BOUND else 'BROKEN'}")


def _load(place: Installation, rounds: int) -> None:
    lead = place.lead()
    paths = ["/school/", "/school/cases/", "/school/search/?q=Quennevylle"]
    paths += [f"/school/cases/{id}/" for id in place.ids(SOME_CASES, 20)]
    for _ in range(5):
        send_report(place.visitor())
    with ThreadPoolExecutor(CLIENTS) as clients:
        people = [lead.again() for _ in range(CLIENTS)]
        asked = clients.map(
            lambda number: [people[number].get(path).status for _ in range(rounds // CLIENTS) for path in paths], range(CLIENTS)
        )
        statuses = [status for each in asked for status in each]
    print(f"load: {len(statuses)} pages by {CLIENTS} at a time, {sum(status != 200 for status in statuses)} failed; 5 reports")


def _told(place: Installation) -> str:
    web, worker = memory(place.web), memory(place.worker)
    return f"web {web:.0f} MiB, worker {worker:.0f} MiB, together {web + worker:.0f} MiB"


if __name__ == "__main__":
    main()
