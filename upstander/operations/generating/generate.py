"""Fill an empty database with as many invented cases as wanted, in one stream and one transaction."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from psycopg import Connection

from upstander.operations.generating.bulk import bulk_load, tidy
from upstander.operations.generating.cases import Cases
from upstander.operations.generating.draws import Draws
from upstander.operations.generating.schools import School, make_schools, shares
from upstander.operations.generating.tables import Rows

BATCH = 200  # cases between two copies: keeps memory flat however many are asked for
RARE = 10  # cases of the large school whose child has the rare surname


class NotEmpty(Exception):
    """Generated rows are for an empty database: they would drown, and be mistaken for, somebody's own."""


@dataclass(frozen=True)
class Wanted:
    cases: int
    schools: int
    seed: int
    password: str
    now: datetime
    code_version: str


@dataclass(frozen=True)
class Done:
    """Units: seconds."""

    rows: int
    loading: float
    checking: float
    tidying: float


def generate(owner: Connection, wanted: Wanted, say: Callable[[int, int], None]) -> Done:
    """`say` hears now and then how many cases and rows there are.

    Raises: NotEmpty.
    """
    row = owner.execute("SELECT EXISTS (SELECT FROM organisations_organisation)").fetchone()
    if row is None or row[0]:
        raise NotEmpty("The database is not empty: generate only into one that nobody uses.")
    rows, start = Rows(), time.monotonic()
    with bulk_load(owner):
        _load(owner, rows, wanted, say)
        loaded = time.monotonic()
    checked = time.monotonic()
    tidy(owner)
    return Done(rows.written, loaded - start, checked - loaded, time.monotonic() - checked)


def _load(owner: Connection, rows: Rows, wanted: Wanted, say: Callable[[int, int], None]) -> None:
    draws = Draws(wanted.seed, wanted.now)
    schools = make_schools(wanted.schools, rows, draws, wanted.password)
    cases, bounds = Cases(rows, draws, wanted.code_version), shares(wanted.schools)
    planted = 0
    copying: Future[None] | None = None
    with ThreadPoolExecutor(1) as copier:  # the database takes one batch in while we make the next
        for number in range(wanted.cases):
            school = _one_of(schools, bounds, draws)
            rare = planted < RARE and school is schools[0] and number >= (planted + 0.5) * wanted.cases / (RARE + 2)
            planted += rare
            cases.add(school, number / wanted.cases, rare=rare)
            if (number + 1) % BATCH == 0 or number + 1 == wanted.cases:
                if copying is not None:
                    copying.result()
                copying = copier.submit(rows.copy, owner, rows.take())
                say(number + 1, rows.written)
        if copying is not None:
            copying.result()


def _one_of(schools: list[School], bounds: list[float], draws: Draws) -> School:
    return schools[min(bisect_left(bounds, draws.random.random()), len(schools) - 1)]
