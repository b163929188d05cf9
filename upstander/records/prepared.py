"""Statements of our own that are always the same words: the server plans each once a connection, not once a request.

Planning a statement over a dozen walled tables costs five times what running it does. Everything else goes through Django, which
writes the values into the text so that no two statements are alike.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection
from psycopg.abc import Params

NEVER_BY_ITSELF = 1_000_000  # runs after which psycopg would prepare a statement that nobody asked it to


class _Cursor(psycopg.Cursor[tuple[Any, ...]]):
    def execute(self, query: Any, params: Params | None = None, **how: Any) -> Any:
        return super().execute(query, params, **{**how, "prepare": True})


def fetch(statement: str, values: Mapping[str, UUID | datetime | int | str]) -> list[tuple[Any, ...]]:
    """The rows of a fixed statement. Django counts and logs it like any other."""
    connection.ensure_connection()
    server: psycopg.Connection[Any] = connection.connection
    if server.prepare_threshold is None:
        server.prepare_threshold = NEVER_BY_ITSELF
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with wrap(_Cursor(server)) as cursor:  # type: ignore[arg-type]
        cursor.execute(statement, values)
        return list(cursor.fetchall())
