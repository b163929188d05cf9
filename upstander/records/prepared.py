"""Statements of our own that are always the same words: the server plans each once a connection, not once a request.

Planning a statement over a dozen walled tables costs five times what running it does. Everything else goes through Django, which
writes the values into the text so that no two statements are alike.
"""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from psycopg.types.datetime import TimestamptzLoader

from upstander.kernel.actor import Actor, Kind

Values = Sequence[Any] | Mapping[str, Any]
NEVER_BY_ITSELF = 1_000_000  # runs after which psycopg would prepare a statement that nobody asked it to
PLACE = re.compile(r"%(?:%|s|\((\w+)\)s)")
ORGANISATION, MEMBERSHIP, KEY = UUID(int=1), UUID(int=2), UUID(int=3)


class _Cursor(psycopg.RawCursor[tuple[Any, ...]]):
    """Prepares what it runs. What is the same each time is worked out once: psycopg would look for the places of values in a long
    statement whenever it runs. Moments are read by psycopg's own reader, since Django's is in Python and takes ten times as long.
    """

    def __init__(self, server: psycopg.Connection[Any]) -> None:
        super().__init__(server)
        self.adapters.register_loader("timestamptz", TimestamptzLoader)

    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        numbered, names = _numbered(query)
        values = [params[name] for name in names] if names else params
        return super().execute(numbered, values, **{**how, "prepare": True})


@cache
def _numbered(statement: str) -> tuple[bytes, tuple[str, ...]]:
    """The statement with $1 for each first %s or %(name)s, and the names in their order."""
    places: list[str] = []

    def number(place: re.Match[str]) -> str:
        if place[0] == "%%":
            return "%"
        if not place[1] or place[1] not in places:
            places.append(place[1] or "")
            return f"${len(places)}"
        return f"${places.index(place[1]) + 1}"

    return PLACE.sub(number, statement).encode(), tuple(filter(None, places))


def fetch(statement: str, values: Values) -> list[tuple[Any, ...]]:
    """The rows of a fixed statement. Django counts and logs it like any other."""
    with _cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def fetch_json(values: Values, *statements: str) -> tuple[Any, ...]:
    """What each of some fixed statements gives, one JSON value or nothing, in one trip to the server."""
    return fetch(_together(statements), values)[0]


@cache
def _together(statements: tuple[str, ...]) -> str:
    return f"SELECT {', '.join(f'({statement})' for statement in statements)}"


def run(statement: str, values: Values) -> None:
    with _cursor() as cursor:
        cursor.execute(statement, values)


def _cursor() -> CursorWrapper:
    django = connections["default"]
    django.ensure_connection()
    server: psycopg.Connection[Any] = django.connection
    if server.prepare_threshold is None:
        server.prepare_threshold = NEVER_BY_ITSELF
    wrap = django.make_debug_cursor if django.queries_logged else django.make_cursor
    return wrap(_Cursor(server))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Compiled:
    """A query as each role may see it: compiled once a role, by the same `visible_to` as everything else.

    `build` takes the actor and a value for each of `stand_ins`, and must make the same query whoever asks and whatever for, but
    for the ids of the actor and these values. No other parameter may equal a stand-in. `first` is a WITH and its parameters.
    """

    build: Callable[..., QuerySet[Any, Any]]
    stand_ins: tuple[Hashable, ...] = (KEY,)
    first: tuple[str, tuple[Any, ...]] = ("", ())
    compiled: dict[str, tuple[str, tuple[Any, ...]] | None] = field(default_factory=dict)

    def rows(self, actor: Actor, *values: Any) -> list[tuple[Any, ...]]:
        ready = self._as_seen_by(actor)
        if ready is None:
            return []
        sql, params = ready
        real: dict[Any, Any] = {ORGANISATION: actor.organisation_id, MEMBERSHIP: actor.membership_id}
        real |= dict(zip(self.stand_ins, values, strict=True))
        return fetch(sql, [real.get(param, param) for param in params])

    def _as_seen_by(self, actor: Actor) -> tuple[str, tuple[Any, ...]] | None:
        """Nothing for whoever sees none of these."""
        if actor.kind is not Kind.STAFF:
            return self._compile(actor)
        if actor.role not in self.compiled:
            self.compiled[actor.role] = self._compile(
                Actor(kind=Kind.STAFF, name="", organisation_id=ORGANISATION, membership_id=MEMBERSHIP, role=actor.role)
            )
        return self.compiled[actor.role]

    def _compile(self, actor: Actor) -> tuple[str, tuple[Any, ...]] | None:
        try:
            sql, params = self.build(actor, *self.stand_ins).query.sql_with_params()
        except EmptyResultSet:
            return None
        return f"{self.first[0]} {sql}".strip(), (*self.first[1], *params)
