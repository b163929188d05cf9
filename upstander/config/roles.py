"""Makes the roles, the database and the grants that keep the application from bypassing row-level security.

The owner migrates and owns every table. The application's role owns nothing, is no superuser and cannot bypass a policy;
`prepare` refuses to go on with one that could.
"""

from __future__ import annotations

import psycopg
from psycopg import Connection, errors, sql

from upstander.config.addresses import Address, Server
from upstander.config.unprivileged import ServerTrouble

OLDEST_SERVER = 150000


def prepare(server: Server) -> None:
    """Roles, database and default grants, each made when missing and mended when different. Run before migrating.

    Raises: ServerTrouble when the server cannot be reached, is too old, or does not let us.
    """
    try:
        with server.founder.at("postgres").connect() as founder:
            _check_version(founder)
            if server.embedded is not None:
                _ensure_role(founder, server.owner)
            _ensure_app(founder, server)
            make_database(founder, server.owner.name, server.owner.user)
        with server.owner.connect() as owner:
            let_in(owner, server.owner.name, server.app.user)
            grant_from_now_on(owner, server.app.user)
        with server.app.connect() as app:
            _check_harmless(app, server.owner.user)
    except errors.InsufficientPrivilege as refused:
        raise ServerTrouble(f"The role {server.founder.user} may not do this: {_first_line(refused)}") from refused
    except psycopg.OperationalError as trouble:
        raise ServerTrouble(f"The database server cannot be reached: {_first_line(trouble)}") from trouble


def make_database(founder: Connection, name: str, owner: str, template: str = "template0") -> None:
    if _exists(founder, "SELECT 1 FROM pg_database WHERE datname = %s", name):
        return
    words = "CREATE DATABASE {} OWNER {} TEMPLATE {} ENCODING 'UTF8'"
    try:
        founder.execute(sql.SQL(words).format(*map(sql.Identifier, (name, owner, template))))
    except errors.DuplicateDatabase:
        pass  # made by another process meanwhile


def let_in(owner: Connection, database: str, app: str) -> None:
    """Only the application may connect; grants on a database are not copied with a template."""
    owner.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))
    owner.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(database), sql.Identifier(app)))


def grant_from_now_on(owner: Connection, app: str) -> None:
    """What the application may do with what migrations are going to make; a REVOKE in a migration comes later and so wins."""
    for words in (
        "GRANT USAGE ON SCHEMA public TO {}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {}",
    ):
        owner.execute(sql.SQL(words).format(sql.Identifier(app)))


def _check_version(founder: Connection) -> None:
    if founder.info.server_version < OLDEST_SERVER:
        found = founder.info.server_version // 10000
        raise ServerTrouble(f"The database server is PostgreSQL {found}; Upstander needs 15 or newer.")


def _ensure_app(founder: Connection, server: Server) -> None:
    if not server.app_password_is_ours:
        return  # DATABASE_APP_URL names a role that somebody else looks after
    try:
        _ensure_role(founder, server.app)
    except errors.InsufficientPrivilege as refused:
        if _lets_in(server.app):
            return
        raise ServerTrouble(
            f"The role {founder.info.user} may not make or change the role {server.app.user}: make it yourself, "
            "without SUPERUSER or BYPASSRLS, and give its address in DATABASE_APP_URL."
        ) from refused


def _ensure_role(founder: Connection, address: Address) -> None:
    """A role with this password that may sign in and nothing more. The server gets the digest, never the password."""
    exists = _exists(founder, "SELECT 1 FROM pg_roles WHERE rolname = %s", address.user)
    if exists and _lets_in(address.at("postgres")):
        return
    digest = founder.pgconn.encrypt_password(address.password.encode(), address.user.encode(), b"scram-sha-256").decode()
    words = "ALTER ROLE {} WITH LOGIN PASSWORD {}" if exists else "CREATE ROLE {} WITH LOGIN PASSWORD {}"
    founder.execute(sql.SQL(words).format(sql.Identifier(address.user), sql.Literal(digest)))


def _lets_in(address: Address) -> bool:
    try:
        address.connect().close()
    except psycopg.OperationalError:
        return False
    return True


def _check_harmless(app: Connection, owner: str) -> None:
    row = app.execute(
        "SELECT rolsuper OR rolbypassrls OR pg_has_role(current_user, %s, 'MEMBER') FROM pg_roles WHERE rolname = current_user",
        [owner],
    ).fetchone()
    if row is None or row[0]:
        raise ServerTrouble(
            f"The role {app.info.user} could bypass row-level security: it must be no superuser, no owner, no BYPASSRLS."
        )


def _exists(connection: Connection, query: str, name: str) -> bool:
    return connection.execute(query.encode(), [name]).fetchone() is not None


def _first_line(trouble: psycopg.Error) -> str:
    return str(trouble).strip().split("\n", 1)[0]
