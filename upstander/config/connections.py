"""How Django connects: as the application by default, as the owner to migrate, through a pool to serve."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from select import POLLIN, poll
from typing import Any, cast

from django.conf import settings
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from psycopg import Connection
from psycopg_pool import ConnectionPool

from upstander.config.addresses import Address


@contextmanager
def acting_as(owner: Address) -> Iterator[None]:
    """Within this block the connection belongs to the owner of the tables: for migrations, never to answer a person."""
    before = dict(_options())
    switch_to(owner)
    try:
        yield
    finally:
        switch_to(before)


def switch_to(address: Address | dict[str, Any]) -> None:
    """Close what is open and connect there from now on, without a pool unless the dictionary names one."""
    connection = cast(DatabaseWrapper, connections["default"])
    connection.close()
    connection.close_pool()
    _options().update(address.for_django() if isinstance(address, Address) else address)


def use_pool() -> None:
    """For what serves many: connecting anew costs ten milliseconds a request. Call it before the first connection.

    A connection is looked at before it is handed out, so that a restart of the database costs nobody an error.
    A command connects by itself instead, and is told at once when there is no server.
    """
    options = _options()
    options["OPTIONS"] = {**options["OPTIONS"], "pool": settings.DATABASE_POOL}
    options["CONN_HEALTH_CHECKS"] = True
    ConnectionPool.check_connection = staticmethod(_look_at)  # type: ignore[assignment,method-assign]  # what Django gives its pool


def _look_at(connection: Connection[Any]) -> None:
    """Whether the server is still there. One that has gone left an end to read; only then it is worth asking, with a statement.

    Raises: psycopg.OperationalError when it has gone.
    """
    waiting = poll()
    waiting.register(connection.fileno(), POLLIN)
    if waiting.poll(0):
        connection.execute("")


def _options() -> dict[str, Any]:
    """What every thread's connection is made from."""
    return cast(dict[str, Any], connections.settings["default"])
