"""Queries compiled once and run with other people's ids.

Making SQL out of a chain of filters costs more than running it, and a list page runs the same few for everybody of a role.
So each is built once, by the same `visible_to` as everything else, with stand-ins for who is asking, when, and from where
in the list; after that only the stand-ins change.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from upstander.desks.school.keysets import Key
from upstander.desks.school.moments import end_of_today
from upstander.kernel.actor import Actor, Kind
from upstander.records import prepared

Rows = QuerySet[Any, Any]
Build = Callable[[Actor, datetime, Key], Rows]

AT = datetime(1901, 1, 1, 1, tzinfo=UTC)
FROM = Key(datetime(1902, 2, 2, 2, tzinfo=UTC), UUID(int=3))
ORGANISATION, MEMBERSHIP = UUID(int=1), UUID(int=2)

_ready: dict[Hashable, tuple[str, tuple[Any, ...]]] = {}


def fetch(name: Hashable, build: Build, actor: Actor, at: datetime, key: Key | None = None) -> list[Any]:
    """The rows of a query. `name` must be as particular as `build` is: the same name is the same SQL."""
    sql, params = _compiled(name, build, actor.role)
    return _run(sql, params, actor, at, key)


def count_all(named: Sequence[tuple[Hashable, Build]], actor: Actor, at: datetime) -> list[int]:
    """How many rows each query has, asked in one go. Whoever builds them limits them."""
    names = tuple(name for name, _ in named)
    if (names, actor.role) not in _ready:
        _ready[(names, actor.role)] = _counting([_compiled(name, build, actor.role) for name, build in named])
    return list(_run(*_ready[(names, actor.role)], actor, at, None)[0])


def _counting(compiled: Sequence[tuple[str, tuple[Any, ...]]]) -> tuple[str, tuple[Any, ...]]:
    sql = ", ".join(f"(SELECT count(*) FROM ({each}) AS counted)" for each, _ in compiled)  # noqa: S608 (ours)
    return f"SELECT {sql}", tuple(param for _, params in compiled for param in params)


def _compiled(name: Hashable, build: Build, role: str) -> tuple[str, tuple[Any, ...]]:
    found = _ready.get((name, role))
    if found is None:
        rows = build(_stand_in(role), AT, FROM)
        _ready[(name, role)] = found = rows.query.sql_with_params()
    return found


@cache
def _stand_in(role: str) -> Actor:
    return Actor(kind=Kind.STAFF, name="", organisation_id=ORGANISATION, membership_id=MEMBERSHIP, role=role)


def _run(sql: str, params: tuple[Any, ...], actor: Actor, at: datetime, key: Key | None) -> list[Any]:
    real: dict[Any, Any] = {ORGANISATION: actor.organisation_id, MEMBERSHIP: actor.membership_id}
    real |= {AT: at, end_of_today(AT): end_of_today(at)}
    if key is not None:
        real |= {FROM.at: key.at, FROM.id: key.id}
    return prepared.fetch(sql, [real.get(param, param) for param in params])
