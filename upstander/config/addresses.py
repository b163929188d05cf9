"""Where the database is and as whom one connects: the owner migrates, the application works."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from psycopg import Connection, ProgrammingError
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from upstander.config import env, keys
from upstander.config.embedded import Cluster

APP_ROLE = "upstander_app"
OWNER_ROLE = "upstander_owner"
DATABASE = "upstander"
# A statement that comes again is planned once a connection and not once a request: with row-level security, planning is most
# of what a small query costs the database (docs/performance.md).
PREPARED = {"server_side_binding": True, "prepare_threshold": 3}


@dataclass(frozen=True)
class Address:
    user: str
    password: str
    name: str
    host: str
    port: str = ""
    options: tuple[tuple[str, str], ...] = ()  # sslmode and the like, as libpq names them

    def at(self, name: str) -> Address:
        """The same server and role, another database."""
        return replace(self, name=name)

    def signed_in_as(self, user: str, password: str) -> Address:
        return replace(self, user=user, password=password)

    def connect(self) -> Connection:
        """Raises: psycopg.OperationalError when there is no server, role or database there."""
        return Connection.connect(self.conninfo(), autocommit=True, connect_timeout=10)

    def conninfo(self) -> str:
        parts = {"user": self.user, "password": self.password, "dbname": self.name, "host": self.host, "port": self.port}
        return make_conninfo("", **{key: value for key, value in parts.items() if value}, **dict(self.options))

    def url(self) -> str:
        """As DATABASE_URL has it. It holds the password: for the environment of a child process, never for a page or a log."""
        quoted = [quote(part, safe="") for part in (self.user, self.password, self.name)]
        options = urlencode({"host": self.host, **({"port": self.port} if self.port else {}), **dict(self.options)})
        return f"postgresql://{quoted[0]}:{quoted[1]}@/{quoted[2]}?{options}"

    def for_libpq(self) -> dict[str, str]:
        """Environment variables for PostgreSQL's own programs."""
        parts = {
            "PGUSER": self.user,
            "PGPASSWORD": self.password,
            "PGDATABASE": self.name,
            "PGHOST": self.host,
            "PGPORT": self.port,
        }
        return {
            **{name: value for name, value in parts.items() if value},
            **{f"PG{name.upper()}": value for name, value in self.options},
        }

    def for_django(self) -> dict[str, Any]:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "USER": self.user,
            "PASSWORD": self.password,
            "NAME": self.name,
            "HOST": self.host,
            "PORT": self.port,
            "OPTIONS": {**dict(self.options), **PREPARED},
        }


def from_url(setting: str, url: str) -> Address:
    """Raises: BadSetting, never repeating the address, which holds a password."""
    try:
        if not url.startswith(("postgresql://", "postgres://")):
            raise ProgrammingError
        parts = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    except ProgrammingError as trouble:
        raise env.BadSetting(f"{setting} is not an address such as postgresql://owner:password@host:5432/upstander.") from trouble
    if not parts.get("dbname") or not parts.get("user"):
        raise env.BadSetting(f"{setting} must name a role and a database: postgresql://owner:password@host:5432/upstander.")
    known = {key: parts.pop(key, "") for key in ("user", "password", "dbname", "host", "port")}
    return Address(known["user"], known["password"], known["dbname"], known["host"], known["port"], tuple(sorted(parts.items())))


@dataclass(frozen=True)
class Server:
    """The server that the environment chooses, and the three ways into it."""

    owner: Address
    app: Address
    app_password_is_ours: bool
    embedded: Cluster | None = None

    @property
    def founder(self) -> Address:
        """Who makes roles and databases: our own superuser when the server is embedded, else the owner."""
        return self.owner if self.embedded is None else superuser(self.embedded)


def superuser(cluster: Cluster) -> Address:
    return Address(cluster.superuser, keys.kept_in(cluster.password_file), "postgres", str(cluster.socket_folder))


def chosen(var: Path) -> Server:
    """The server of DATABASE_URL (the owner's address), or the embedded one under `var` when there is no such setting."""
    url = env.secret("DATABASE_URL")
    return _embedded(var / "postgres") if url is None else _other(from_url("DATABASE_URL", url), var)


def _embedded(folder: Path) -> Server:
    if {"DATABASE_APP_URL", "DATABASE_APP_URL_FILE"} & os.environ.keys():
        raise env.BadSetting("DATABASE_APP_URL is set but DATABASE_URL, the owner's address, is not.")
    cluster = Cluster(folder)
    place = Address("", "", DATABASE, str(cluster.socket_folder))
    owner = place.signed_in_as(OWNER_ROLE, keys.kept_in(folder / "owner-password"))
    app = place.signed_in_as(APP_ROLE, keys.kept_in(folder / "app-password"))
    return Server(owner, app, app_password_is_ours=True, embedded=cluster)


def _other(owner: Address, var: Path) -> Server:
    app_url = env.secret("DATABASE_APP_URL")
    if app_url is not None:
        return Server(owner, from_url("DATABASE_APP_URL", app_url), app_password_is_ours=False)
    app = owner.signed_in_as(APP_ROLE, keys.kept_in(var / "database-app-password"))
    return Server(owner, app, app_password_is_ours=True)
