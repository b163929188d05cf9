"""What must be true before anybody is served: a server, roles, tables, and in a demo something to see."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from psycopg import sql

from upstander.config import roles
from upstander.config.addresses import Server
from upstander.config.connections import acting_as
from upstander.config.unprivileged import ServerTrouble
from upstander.rules import BadRulebook, library


def prove_rulebooks() -> None:
    """Whoever edited one is told now, and not by the first page that needs it.

    Raises: ImproperlyConfigured, in one line: the file, the line in it and what is wrong.
    """
    for rulebook in library.known_rulebooks():
        try:
            library.load_rulebook(rulebook)
        except BadRulebook as bad:
            raise ImproperlyConfigured(str(bad)) from bad


def start_server(server: Server) -> bool:
    """True if this call started the embedded one; another's server is not ours to start."""
    return server.embedded is not None and server.embedded.ensure()


def prepare_database(server: Server) -> None:
    """Make what is missing and migrate, as the owner.

    Raises: ServerTrouble, in one sentence.
    """
    start_server(server)
    roles.prepare(server)
    try:
        with acting_as(server.owner):
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
            _keep_history_from(server.app.user)
    except InconsistentMigrationHistory as trouble:
        raise ServerTrouble(f"The database {server.owner.name} was made by another version of Upstander: {trouble}") from trouble


def _keep_history_from(app: str) -> None:
    """The application may read which migrations there were, as its checks do, and not change the list."""
    with connection.cursor() as cursor:
        cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {connection.ops.quote_name(app)}")


def is_empty(server: Server) -> bool:
    """Whether nobody has an account yet.

    Row-level security hides rows even from the owner, and a load that was cut short leaves dead ones: so the table is
    vacuumed, which gives back the pages of dead rows, and then asked for its size.
    """
    table = get_user_model()._meta.db_table
    with server.owner.connect() as owner:
        owner.execute(sql.SQL("VACUUM {}").format(sql.Identifier(table)))
        row = owner.execute("SELECT pg_relation_size(%s::regclass)", [table]).fetchone()
    return row is not None and row[0] == 0
