"""What a whole report may cost: at most 12 requests, and fewer than 60 statements with those that only open and close."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.desks.family.reporting import Reporter
from tests.makers import make_school


@pytest.mark.usefixtures("committed_db")
def test_a_whole_report_takes_twelve_requests_and_fewer_than_sixty_statements(person: Reporter) -> None:
    school = make_school()
    person.send(school.pk)  # the first one also reads wording and rulebook
    another = Reporter()
    with CaptureQueriesContext(connection) as queries:
        code = another.send(school.pk)
    assert len(code) == 16
    assert another.requests <= 12
    assert len(queries) < 60, "\n".join(query["sql"][:110] for query in queries)


@pytest.mark.django_db
def test_the_first_page_asks_the_database_nothing(person: Reporter) -> None:
    with CaptureQueriesContext(connection) as queries:
        person.open("/report/")
    assert len(queries) == 0
    assert len(person.page.encode()) < 8_000
