"""The tests themselves run as the application, which cannot get round row-level security."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

pytestmark = pytest.mark.django_db


def ask(question: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def test_tests_connect_as_the_application() -> None:
    assert ask("SELECT current_user") == "upstander_app"


def test_the_application_cannot_bypass_a_policy() -> None:
    assert (
        ask("SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = current_user") is False
    )


def test_the_application_owns_nothing() -> None:
    assert ask("SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)") == 0


@pytest.mark.parametrize(
    "forbidden",
    [
        "TRUNCATE cache",
        "DROP TABLE cache",
        "CREATE TABLE mine (id int)",
        "SET ROLE upstander_owner",
        "ALTER TABLE cache DISABLE ROW LEVEL SECURITY",
    ],
)
def test_the_application_cannot(forbidden: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(forbidden)


def test_the_application_can_write_rows() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO cache VALUES ('key', 'value', now())")
        cursor.execute("UPDATE cache SET value = 'other'")
        cursor.execute("DELETE FROM cache")
        assert cursor.rowcount == 1
