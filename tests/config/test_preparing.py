"""Roles and grants on any server: made where we may, refused in one sentence where they would be unsafe."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from django.conf import settings
from psycopg import Connection, sql

from tests import database
from upstander.config import roles
from upstander.config.addresses import Address, Server, superuser
from upstander.config.unprivileged import ServerTrouble

# Roles belong to the whole server, which other test processes use as well: each has its own.
NAME, OWNER, APP = f"preparing_{os.getpid()}", f"somebody_{os.getpid()}", f"somebody_app_{os.getpid()}"


@pytest.fixture
def founder(django_db_setup: None) -> Iterator[Connection]:
    with superuser(database.cluster()).connect() as founder:
        yield founder
        founder.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME)))
        for role in (APP, OWNER):
            founder.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))


def server(founder: Connection, *, may: str, app_password_is_ours: bool = True) -> Server:
    """A server that is not embedded, with an owner who may do what these words say."""
    founder.execute(f"CREATE ROLE {OWNER} LOGIN PASSWORD 'word' {may}".encode())
    owner = settings.DATABASE_SERVER.owner.signed_in_as(OWNER, "word").at(NAME)
    return Server(owner, owner.signed_in_as(APP, "other"), app_password_is_ours=app_password_is_ours)


def refused(server: Server) -> str:
    with pytest.raises(ServerTrouble) as told:
        roles.prepare(server)
    assert "\n" not in str(told.value)
    assert "word" not in str(told.value).split()
    return str(told.value)


def test_an_owner_who_may_makes_the_database_and_the_role(founder: Connection) -> None:
    prepared = server(founder, may="CREATEDB CREATEROLE")
    roles.prepare(prepared)
    roles.prepare(prepared)
    with prepared.app.connect() as app:
        assert app.execute("SELECT current_user::text, current_database()::text").fetchone() == (APP, NAME)


def test_what_migrations_make_later_the_application_may_use_but_a_revoke_wins(founder: Connection) -> None:
    prepared = server(founder, may="CREATEDB CREATEROLE")
    roles.prepare(prepared)
    with prepared.owner.connect() as owner, prepared.app.connect() as app:
        owner.execute("CREATE TABLE kept (id bigint GENERATED ALWAYS AS IDENTITY, word text)")
        owner.execute(f"REVOKE UPDATE, DELETE ON kept FROM {APP}".encode())
        roles.prepare(prepared)
        app.execute("INSERT INTO kept (word) VALUES ('said')")
        for forbidden in ("UPDATE kept SET word = ''", "DELETE FROM kept", "TRUNCATE kept", "DROP TABLE kept"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(forbidden.encode())


def test_a_password_that_was_lost_is_set_again(founder: Connection) -> None:
    prepared = server(founder, may="CREATEDB CREATEROLE")
    roles.prepare(prepared)
    roles.prepare(replace(prepared, app=prepared.app.signed_in_as(APP, "new")))
    prepared.app.signed_in_as(APP, "new").connect().close()


def test_an_owner_who_may_not_make_roles_is_told_what_to_set(founder: Connection) -> None:
    assert "DATABASE_APP_URL" in refused(server(founder, may="CREATEDB"))


def test_a_role_made_by_somebody_else_is_used_as_it_is(founder: Connection) -> None:
    founder.execute(f"CREATE ROLE {APP} LOGIN PASSWORD 'other'".encode())
    roles.prepare(server(founder, may="CREATEDB", app_password_is_ours=False))


@pytest.mark.parametrize("too_much", ["SUPERUSER", "BYPASSRLS", "IN ROLE owner"])
def test_an_application_role_that_could_pass_the_walls_is_refused(founder: Connection, too_much: str) -> None:
    unsafe = server(founder, may="CREATEDB", app_password_is_ours=False)
    founder.execute(f"CREATE ROLE {APP} LOGIN PASSWORD 'other' {too_much.replace('owner', OWNER)}".encode())
    assert "row-level security" in refused(unsafe)


def test_an_owner_who_may_make_no_database_is_told_so(founder: Connection) -> None:
    assert "permission denied to create database" in refused(server(founder, may="CREATEROLE"))


def test_a_server_that_is_not_there_is_told_in_one_sentence() -> None:
    nowhere = Address("owner", "word", "upstander", "127.0.0.1", "1")
    assert "cannot be reached" in refused(Server(nowhere, nowhere, app_password_is_ours=True))
