"""Where a test stands: in an empty database, or where the cast already is. Assembling them is a quarter of many a test."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from tests import database
from upstander.config.connections import switch_to

if TYPE_CHECKING:
    from tests.cast import Cast


class Stage:
    """The databases of one test process, each a copy of the migrated template, entered as the application's role."""

    def __init__(self, name: str) -> None:
        self.empty, self.with_cast = name, f"{name}_cast"
        self._cast = b""  # a test may change what it is given, so each is given its own

    def enter_empty(self) -> None:
        self._enter(self.empty)

    def enter_with_cast(self) -> None:
        if self._cast:
            self._enter(self.with_cast)
        else:
            self._assemble()

    def cast(self) -> Cast:
        given: Cast = pickle.loads(self._cast)  # noqa: S301  (our own, of this process)
        return given

    def strike(self) -> None:
        connection.close()
        database.drop(self.empty)
        database.drop(self.with_cast)

    def _enter(self, name: str) -> None:
        if connection.settings_dict["NAME"] != name:
            switch_to(settings.DATABASE_SERVER.app.at(name))

    def _assemble(self) -> None:
        from tests.cast import assemble

        switch_to(database.fresh(settings.DATABASE_SERVER, self.with_cast))
        self._cast = pickle.dumps(assemble())
