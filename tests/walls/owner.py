"""What somebody could do who holds the owner's password: switch the triggers off and write over what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from psycopg import Connection


@contextmanager
def owner() -> Iterator[Connection]:
    """A connection as the owner of the tables, to the tests' database; row-level security binds it as well."""
    with settings.DATABASE_SERVER.owner.at(connection.settings_dict["NAME"]).connect() as it:
        yield it


@contextmanager
def tampered(table: str, words: str) -> Iterator[None]:
    """Within this block a row of an append-only table is changed behind its triggers' back; afterwards it is as it was."""
    with owner() as it:
        it.execute(f"CREATE TEMP TABLE kept AS SELECT * FROM {table} LIMIT 0")
        with _unguarded(it, table):
            it.execute(f"INSERT INTO kept SELECT * FROM {table}")
            assert it.execute(words.encode()).rowcount == 1
        yield
        with _unguarded(it, table), it.transaction():  # foreign keys are looked at when it ends
            it.execute(f"DELETE FROM {table}")
            it.execute(f"INSERT INTO {table} SELECT * FROM kept")


@contextmanager
def _unguarded(it: Connection, table: str) -> Iterator[None]:
    it.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER, NO FORCE ROW LEVEL SECURITY")
    try:
        yield
    finally:
        it.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER, FORCE ROW LEVEL SECURITY")
