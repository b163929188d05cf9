"""Statements of our own: values find their places, and moments come as they come through Django."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection

from upstander.records.prepared import fetch

pytestmark = pytest.mark.django_db


def test_a_value_stands_wherever_its_name_does() -> None:
    assert fetch("SELECT %(a)s::int, %(b)s::text, %(a)s::int, 7 %% 4, 'x' LIKE '%%'", {"b": "b", "a": 1}) == [
        (1, "b", 1, 3, True)
    ]


def test_values_stand_in_their_order() -> None:
    assert fetch("SELECT %s::int, %s::text, %s::int", [1, "b", 1]) == [(1, "b", 1)]


def test_moments_are_those_that_django_reads() -> None:
    at = datetime(2026, 7, 1, 9, 30, 0, 123456, tzinfo=UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz", [at])
        through_django = cursor.fetchone()
    assert fetch("SELECT %s::timestamptz", [at]) == [through_django] == [(at,)]
    assert through_django[0].utcoffset() == fetch("SELECT %s::timestamptz", [at])[0][0].utcoffset()
