"""A connection of the pool is looked at before it is handed out, without asking the server."""

from __future__ import annotations

import time

import psycopg
import pytest
from django.conf import settings

from upstander.config.connections import _look_at


@pytest.fixture
def connections(committed_db: None) -> tuple[psycopg.Connection, psycopg.Connection]:
    address = settings.DATABASE_SERVER.app
    name = settings.DATABASES["default"]["NAME"]
    return address.at(name).connect(), address.at(name).connect()


def test_a_connection_that_lives_is_good(connections: tuple[psycopg.Connection, psycopg.Connection]) -> None:
    for one in connections:
        _look_at(one)
        assert one.execute("SELECT 1").fetchone() == (1,)
        _look_at(one)
        one.close()


def test_a_connection_that_the_server_ended_is_not(connections: tuple[psycopg.Connection, psycopg.Connection]) -> None:
    one, other = connections
    other.execute("SELECT pg_terminate_backend(%s)", [one.info.backend_pid])
    time.sleep(0.2)

    with pytest.raises(psycopg.OperationalError):
        _look_at(one)
    other.close()
