"""Statements of our own that are always the same words: the server plans each once a connection, not once a request.

Planning a statement over a dozen walled tables costs five times what running it does. Everything else goes through Django, which
writes the values into the text so that no two statements are alike.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from psycopg.abc import Params

from upstander.kernel.actor import Actor, Kind

Values = Sequence[Any] | Mapping[str, Any]
NEVER_BY_ITSELF = 1_000_000  # runs after which psycopg would prepare a statement that nobody asked it to
ORGANISATION, MEMBERSHIP, KEY = UUID(int=1), UUID(int=2), UUID(int=3)


class _Cursor(psycopg.Cursor[tuple[Any, ...]]):
    def execute(self, query: Any, params: Params | None = None, **how: Any) -> Any:
        return super().execute(query, params, **{**how, "prepare": True})


def fetch(statement: str, values: Values) -> list[tuple[Any, ...]]:
    """The rows of a fixed statement. Django counts and logs it like any other."""
    with _cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def run(statement: str, values: Values) -> None:
    with _cursor() as cursor:
        cursor.execute(statement, values)


def _cursor() -> CursorWrapper:
    connection.ensure_connection()
    server: psycopg.Connection[Any] = connection.connection
    if server.prepare_threshold is None:
        server.prepare_threshold = NEVER_BY_ITSELF
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    return wrap(_Cursor(server))  # type: ignore[arg-type]


@dataclass(frozen=True)
class OneOfTheirs:
    """A query for one row by its key, as each role may see it: compiled once a role, by the same `visible_to` as everything else.

    `build` must make the same query whoever asks, but for the ids of the actor and the key.
    """

    build: Callable[[Actor, UUID], QuerySet[Any, Any]]
    compiled: dict[str, tuple[str, tuple[Any, ...]]] = field(default_factory=dict)

    def row(self, actor: Actor, key: UUID) -> tuple[Any, ...] | None:
        if actor.kind is not Kind.STAFF:
            return cast("tuple[Any, ...] | None", self.build(actor, key).first())
        if actor.role not in self.compiled:
            self.compiled[actor.role] = self._compile(actor.role)
        sql, params = self.compiled[actor.role]
        real = {ORGANISATION: actor.organisation_id, MEMBERSHIP: actor.membership_id, KEY: key}
        found = fetch(sql, [real.get(param, param) for param in params])
        return found[0] if found else None

    def _compile(self, role: str) -> tuple[str, tuple[Any, ...]]:
        stand_in = Actor(kind=Kind.STAFF, name="", organisation_id=ORGANISATION, membership_id=MEMBERSHIP, role=role)
        return self.build(stand_in, KEY).query.sql_with_params()
