"""A database of its own for one test of a migration: brought to where it was before, filled, and brought on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests import database
from upstander.config import roles
from upstander.config.addresses import superuser
from upstander.config.connections import acting_as

NAME = f"{database.PREFIX}migrating_{os.getpid()}"


@contextmanager
def empty_database() -> Iterator[None]:
    """Within this block the connection is the owner's, to a database without tables; that of the other tests is not touched."""
    server = settings.DATABASE_SERVER
    owner = server.owner.at(NAME)
    with superuser(database.cluster()).connect() as founder:
        roles.make_database(founder, NAME, server.owner.user)
    try:
        with owner.connect() as there:
            roles.grant_from_now_on(there, server.app.user)
        with acting_as(owner):
            yield
    finally:
        database.drop(NAME)


def migrate_to(*targets: tuple[str, str]) -> None:
    """Only what these need."""
    MigrationExecutor(connection).migrate(list(targets))
