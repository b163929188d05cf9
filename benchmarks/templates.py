"""How long the frame takes to write a page: a list of 25 rows, and a page of a form.

`python -m benchmarks.templates` prints the median of each, in milliseconds of CPU.
"""

import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upstander.config.settings")

import django

django.setup()

from django.test import RequestFactory  # noqa: E402

from tests.desks import gallery  # noqa: E402
from upstander.operations.static_files import gather  # noqa: E402

ROUNDS = 300


def milliseconds(write: Callable[[], object]) -> float:
    """Units: median CPU milliseconds of one call, the templates compiled before."""
    write()
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time_ns()
        write()
        taken.append((time.process_time_ns() - start) / 1e6)
    return statistics.median(taken)


def page(name: str, **more: object) -> Callable[[], str]:
    template = gallery.engine().from_string((gallery.HERE / f"{name}.html").read_text())
    context = {**gallery.contexts()[name], **more}
    request = RequestFactory().get("/")
    return lambda: str(template.render(context, request))


def main() -> None:
    gather()
    rows = (gallery.contexts()["today"]["rows"] * 7)[:25]
    for name, write in {
        "list of 25 rows and 5 columns": page("today", rows=rows),
        "form with ten fields and errors": page("wrong"),
        "one question": page("question"),
    }.items():
        print(f"{milliseconds(write):6.2f} ms  {len(write().encode()):6} bytes  {name}")


if __name__ == "__main__":
    main()
