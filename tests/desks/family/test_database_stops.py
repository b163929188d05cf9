"""The database stops while somebody answers or sends: they are told, keep their text, and nothing is half-saved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from psycopg import sql

from tests import database
from tests.desks.family import pictures
from tests.desks.family.reporting import Reporter, upload
from tests.makers import make_school, on_behalf_of
from upstander.config.addresses import superuser
from upstander.records.intake.models import Report

pytestmark = pytest.mark.usefixtures("committed_db")


@contextmanager
def stopped(name: str) -> Iterator[None]:
    """Cut every connection to the database of this test, and let none in."""
    allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    with superuser(database.cluster()).connect() as founder:
        founder.execute(allow.format(sql.Identifier(name), sql.SQL("false")))
        founder.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
    try:
        yield
    finally:
        with superuser(database.cluster()).connect() as founder:
            founder.execute(allow.format(sql.Identifier(name), sql.SQL("true")))
        connection.close()


def test_while_an_answer_is_saved(person: Reporter, database_name: str) -> None:
    person.up_to("words", make_school().pk)
    with stopped(database_name):
        person.answer("words", {"words": "What I wrote at night"})
    assert person.status == 503
    assert person.heading == "What has been happening?"
    assert person.says("We cannot save this just now")
    assert person.says("What I wrote at night")
    person.answer("words", {"words": "What I wrote at night"})
    assert person.status == 200


def test_while_a_school_is_looked_for(person: Reporter, database_name: str) -> None:
    school = make_school()
    person.up_to("school", school.pk)
    with stopped(database_name):
        person.answer("school", {"sought": "Thornbury"})
    assert person.status == 503
    assert person.says("Thornbury")


def test_while_files_are_added(person: Reporter, database_name: str) -> None:
    person.up_to("evidence", make_school().pk)
    with stopped(database_name):
        person.answer("evidence", {"files": [upload("chat.png", pictures.png())]})
    assert person.status == 503
    assert person.says("Everything you told us before is saved")


def test_while_it_is_sent(person: Reporter, database_name: str) -> None:
    school = make_school()
    person.up_to("check", school.pk)
    with stopped(database_name):
        person.answer("check", {})
    assert person.status == 503
    assert person.says("nothing was sent")
    with on_behalf_of(school.pk):
        assert not Report.objects.exists()
    person.answer("check", {})
    assert person.status == 200
    assert len(person.code) == 16


def test_before_the_first_page(person: Reporter, database_name: str) -> None:
    with stopped(database_name):
        person.open("/report/")
        assert person.status == 200
        person.client.cookies["draft"] = "x" * 43
        person.open("/report/words/")
        person.answer("danger")
    assert person.status == 503
    assert person.heading == "Is anyone in danger right now?"
