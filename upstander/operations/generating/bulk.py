"""Load in bulk as the owner of the tables: one transaction, in which checks of single rows give way to checks of whole tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import Connection, sql

from upstander.operations.generating.tables import FILLED

KEYS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND conrelid = ANY(%s::regclass[]) ORDER BY conname
"""
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique ORDER BY indexrelid
"""
WALLED = "SELECT relname FROM pg_class WHERE oid = ANY(%s::regclass[]) AND relforcerowsecurity"


@contextmanager
def bulk_load(connection: Connection) -> Iterator[None]:
    """Within this block foreign keys, plain indexes and our triggers are away and the owner may copy past the walls.

    All of it comes back before the transaction ends, each foreign key checked over the whole table; whatever goes wrong,
    nothing was loaded and nothing was taken away. CHECK constraints and unique indexes stay throughout.
    """
    tables = [model._meta.db_table for model in FILLED]
    with connection.transaction():
        keys = connection.execute(KEYS, [tables]).fetchall()
        indexes = connection.execute(INDEXES, [tables]).fetchall()
        connection.execute("SET LOCAL maintenance_work_mem = '256MB'")
        walled = [name for (name,) in connection.execute(WALLED, [tables]).fetchall()]
        _each(connection, "ALTER TABLE {} NO FORCE ROW LEVEL SECURITY", walled)
        _each(connection, "ALTER TABLE {} DISABLE TRIGGER USER", tables)
        for table, name, _ in keys:
            _run(connection, f"ALTER TABLE {table} DROP CONSTRAINT {{}}", name)
        for index, _ in indexes:
            connection.execute(f"DROP INDEX {index}".encode())
        yield
        for _, definition in indexes:
            connection.execute(definition.encode())
        for table, name, definition in keys:
            _run(connection, f"ALTER TABLE {table} ADD CONSTRAINT {{}} {definition}", name)
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _each(connection, "ALTER TABLE {} ENABLE TRIGGER USER", tables)
        _each(connection, "ALTER TABLE {} FORCE ROW LEVEL SECURITY", walled)


def tidy(connection: Connection) -> None:
    """Let the planner know what there is, and index-only reads trust it."""
    _each(connection, "VACUUM ANALYZE {}", [model._meta.db_table for model in FILLED])


def _each(connection: Connection, words: str, tables: list[str]) -> None:
    for table in tables:
        _run(connection, words, table)


def _run(connection: Connection, words: str, name: str) -> None:
    connection.execute(sql.SQL(words).format(sql.Identifier(name)))
