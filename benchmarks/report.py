"""A whole report over HTTP, without JavaScript: requests, SQL statements and CPU; the size of the first visit; the bare insert.

    python -m benchmarks.report [--reports 30]

SQL statements are counted by PostgreSQL itself, which writes each to its log for one report that is not measured.
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.floor import transactions_a_second
from benchmarks.form import Form
from benchmarks.installation import Installation, machine, running
from benchmarks.processor import used
from benchmarks.visitor import Answer, Visitor, path_of
from upstander.config.addresses import superuser

CASES = 1_000
MOST_REQUESTS, MOST_STATEMENTS, MOST_CPU = 12, 60, 120.0
MOST_VISIT_REQUESTS, MOST_VISIT_BYTES = 5, 40_000
MOST_PAGES = 20
WORDS = " ".join(["They wrote again last night and it was worse than before, and nobody in the group said a word."] * 8)
KNOWN = {
    "danger": "no",
    "risks": "none",
    "words": WORDS,
    "sought": "Largeford Academy",
    "targeted-0-name": "Nelna Ashbercroft",
    "-1-name": "",
    "targeted-1-name": "Nelna Ashbercroft",
    "doing-1-name": "Calta Brammercroft",
    "pattern": "repeated",
    "how": "online",
    "outside": "yes",
    "content": "none",
    "school_knew": "no",
    "so_far": "none",
    "child": "no",
    "adult": "no",
    "relation": "parent",
    "name": "Orana Ashbercroft",
    "email": "orana@family.example",
    "safe": "By e-mail",
    "unsafe": "no",
}
ASSET = re.compile(r'<(?:script[^>]+src|link[^>]+href)="(/static/[^"]+)"')
FONT = re.compile(r"url\(\"?([^)\"]+\.woff2)\"?\)")


@dataclass(frozen=True)
class Sent:
    """Units: `cpu` in milliseconds of server and database together."""

    requests: int
    cpu: float
    took: float


def main() -> None:
    options = argparse.ArgumentParser(description="What a whole report costs.")
    options.add_argument("--reports", type=int, default=30)
    chosen = options.parse_args()
    print(machine())
    with running(CASES) as place:
        _tell_visit(place)
        statements = _statements(place)
        sent = [_measured(place) for _ in range(chosen.reports)]
        requests, cpu = sent[-1].requests, statistics.median(each.cpu for each in sent)
        print(_judged(f"a whole report: {requests} requests, at most {MOST_REQUESTS}", requests <= MOST_REQUESTS))
        print(_judged(f"                {statements} SQL statements, fewer than {MOST_STATEMENTS}", statements < MOST_STATEMENTS))
        spread = f"{min(each.cpu for each in sent):.0f} to {max(each.cpu for each in sent):.0f}"
        print(_judged(f"                {cpu:.0f} ms of CPU ({spread}), at most {MOST_CPU:.0f}", cpu <= MOST_CPU))
        print(f"                {1000 * statistics.median(each.took for each in sent):.0f} ms from first page to receipt")
        alone = transactions_a_second(place.server.owner, 1)
        print(f"the bare insert of what a report writes: {alone:.0f} transactions/s from one client, the floor under all this")


def _measured(place: Installation) -> Sent:
    before, began = _cpu(place), time.perf_counter()
    visitor = place.visitor()
    send_report(visitor)
    return Sent(visitor.requests, 1000 * (_cpu(place) - before), time.perf_counter() - began)


def _cpu(place: Installation) -> float:
    return used(place.web) + used(place.postmaster)


def send_report(visitor: Visitor) -> Answer:
    """From the first page to the receipt, pressing the first button of each page."""
    page = visitor.get("/report/")
    for _ in range(MOST_PAGES):
        if "UP-" in page.text and page.status == 200 and "receipt" in page.text.lower():
            return page
        form = Form(page)
        page = visitor.post(form.action or path_of(visitor.at), form.filled(KNOWN))
        while page.status == 302:
            page = visitor.get(path_of(page.location))
        if page.status not in (200, 422):
            raise SystemExit(f"{visitor.at} was answered with {page.status}")
    raise SystemExit(f"no receipt after {MOST_PAGES} pages; the last was {visitor.at}")


def _statements(place: Installation) -> int:
    assert place.server.embedded is not None
    log = place.server.embedded.log
    with superuser(place.server.embedded).connect() as founder:
        founder.execute("ALTER SYSTEM SET log_statement = 'all'")
        founder.execute("SELECT pg_reload_conf()")
        time.sleep(1)
        start = log.stat().st_size
        send_report(place.visitor())
        time.sleep(0.5)
        founder.execute("ALTER SYSTEM RESET log_statement")
        founder.execute("SELECT pg_reload_conf()")
    return sum(1 for _ in _logged(log, start))


def _logged(log: Path, start: int) -> Iterator[str]:
    """The application's statements; looking whether a pooled connection still lives is none."""
    with log.open(errors="replace") as lines:
        lines.seek(start)
        for line in lines:
            found = re.search(r"LOG:\s+(?:statement|execute [^:]+): (.*)", line)
            if found and not found[1].startswith(("ALTER SYSTEM", "SELECT pg_reload_conf")) and found[1].strip():
                yield found[1]


def _tell_visit(place: Installation) -> None:
    visitor = place.visitor()
    page = visitor.get("/report/", **{"Accept-Encoding": "br, gzip"})
    plain = place.visitor().get("/report/")
    paths = sorted(set(ASSET.findall(plain.text)))
    sizes = {"/report/": _size(page)}
    for path in paths:
        sizes[path] = _size(visitor.get(path, **{"Accept-Encoding": "br, gzip"}))
    total = sum(sizes.values())
    kept = len(sizes) <= MOST_VISIT_REQUESTS and total <= MOST_VISIT_BYTES
    print(_judged(f"first visit: {len(sizes)} requests, {total / 1000:.1f} kB compressed; at most 5 and 40 kB", kept))
    for path, size in sizes.items():
        print(f"    {size:7,}  {path}")


def _size(answer: Answer) -> int:
    return len(answer.body)


def _judged(words: str, is_kept: bool) -> str:
    return f"{words} ({'kept' if is_kept else 'BROKEN'})"


if __name__ == "__main__":
    main()
