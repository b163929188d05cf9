"""What every test stands on: the network is shut, the database is real, and the tests are the application, not its owner."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests import network, surroundings

surroundings.settle()

from django.conf import settings  # noqa: E402  (settings are read on first use, which must come after the line above)
from django.db import connection  # noqa: E402
from pytest_django import DjangoDbBlocker  # noqa: E402

from tests import database, verdict  # noqa: E402
from tests.installation import Installation, installed  # noqa: E402
from tests.stage import Stage  # noqa: E402
from upstander.config.connections import switch_to  # noqa: E402
from upstander.operations import static_files  # noqa: E402

if TYPE_CHECKING:
    from tests.cast import Cast

settings.INSTALLED_APPS  # noqa: B018  (so that pytest-django finds them configured)
settings.PASSWORD_HASHERS = ["tests.hashing.QuickArgon2"]


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(verdict.Verdict())


@pytest.fixture(scope="session", autouse=True)
def shut_network() -> Iterator[None]:
    with network.shut():
        yield


@pytest.fixture(scope="session", autouse=True)
def gathered_static_files() -> None:
    """Pages name their static files by what is in them, so the files are gathered as for a real start."""
    static_files.gather()


@pytest.fixture(scope="session")
def database_name(worker_id: str) -> str:
    return database.name_for(worker_id)


@pytest.fixture(scope="session")
def stage(database_name: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    with database.running(), django_db_blocker.unblock():
        switch_to(database.fresh(settings.DATABASE_SERVER, database_name))
        stage = Stage(database_name)
        yield stage
        stage.strike()


@pytest.fixture(scope="session")
def django_db_setup(stage: Stage) -> None:
    """In place of pytest-django's: a copy of the migrated template, entered as the application's role."""


@pytest.fixture
def _entered(request: pytest.FixtureRequest, stage: Stage, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        if "cast" in request.fixturenames:
            stage.enter_with_cast()
        else:
            stage.enter_empty()


@pytest.fixture
def _django_db_helper(_entered: None, _django_db_helper: None) -> None:
    """pytest-django's, which begins the transaction of the test: before that the test takes its place."""


@pytest.fixture
def committed_db(stage: Stage, database_name: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For tests of what is really committed: several connections, triggers at commit, workers.

    Afterwards the database is made anew from the template. The application may not truncate, append-only tables refuse it to
    anybody, and rows that migrations put there must come back.
    """
    with django_db_blocker.unblock():
        stage.enter_empty()
        yield
        connection.close()
        database.fresh(settings.DATABASE_SERVER, database_name)


@pytest.fixture(scope="session")
def installation(django_db_setup: None, worker_id: str) -> Iterator[Installation]:
    """Everything running for real, nobody in the database yet."""
    with installed(worker_id, "empty", demo=False) as running:
        yield running


@pytest.fixture(scope="session")
def demo_installation(django_db_setup: None, worker_id: str) -> Iterator[Installation]:
    """Everything running for real, with the invented cases of the demo."""
    with installed(worker_id, "demo", demo=True) as running:
        yield running


@pytest.fixture
def cast(db: None, stage: Stage) -> Cast:
    """In the database before the test began, as schools and their staff are."""
    return stage.cast()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those who need the cast stand together: changing the database costs a connection."""
    items.sort(key=lambda item: "cast" in getattr(item, "fixturenames", ()))
