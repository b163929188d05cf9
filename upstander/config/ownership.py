"""Acting as the owner of the tables: for migrations, and for nothing that answers a person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from upstander.config.addresses import Address


@contextmanager
def acting_as(owner: Address) -> Iterator[None]:
    """Within this block the default connection belongs to the owner; a connection that was open is closed on both sides."""
    settings = connection.settings_dict
    before = dict(settings)
    connection.close()
    connection.close_pool()
    settings.update(owner.for_django({}))
    try:
        yield
    finally:
        connection.close()
        settings.clear()
        settings.update(before)
