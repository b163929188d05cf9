"""A generated database has the shape that is promised, its walls stand again, and its record holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from upstander.kernel.actor import system
from upstander.operations.generating.draws import Draws
from upstander.operations.generating.generate import NotEmpty, Wanted, generate
from upstander.operations.generating.invention import FIRST_NAMES, RARE_SURNAME, SURNAMES, narrative
from upstander.operations.generating.lexemes import words_of
from upstander.records.access.asking import asking
from upstander.records.assessments.models import Verdict
from upstander.records.audit.recording import broken_links
from upstander.records.cases.models import Case, Family
from upstander.records.cases.searching import search
from upstander.records.organisations.models import Organisation
from upstander.records.people.models import Person

NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
WANTED = Wanted(cases=400, schools=12, seed=1, password="four plain words here", now=NOW, code_version="test")
WALLS = "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND relforcerowsecurity"
ASLEEP = "SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D'"
KEYS = "SELECT count(*) FROM pg_constraint WHERE contype = 'f'"
INDEXES = "SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'"


@pytest.fixture
def owner(committed_db: None, database_name: str) -> Iterator[psycopg.Connection]:
    with settings.DATABASE_SERVER.owner.at(database_name).connect() as owner:
        yield owner


def standing(owner: psycopg.Connection) -> list[tuple[int, ...]]:
    return [owner.execute(query.encode()).fetchall()[0] for query in (WALLS, ASLEEP, KEYS, INDEXES)]


def test_what_is_generated_is_whole(owner: psycopg.Connection) -> None:
    before = standing(owner)
    generate(owner, WANTED, lambda cases, rows: None)
    assert standing(owner) == before
    with pytest.raises(NotEmpty):
        generate(owner, WANTED, lambda cases, rows: None)
    large = Organisation.objects.get(name="Largeford Academy")
    with asking(system(large.pk)):
        assert list(broken_links(large.pk)) == []
        assert Person.objects.filter(name__endswith=RARE_SURNAME).count() == 10
        assert sum(found.is_case for found in search(system(large.pk), RARE_SURNAME)) == 10
        assert not Case.objects.filter(state="closed", families__in=Family.objects.waiting()).exists()
        assert Verdict.objects.filter(superseded_at=None).count() == Case.objects.count()
    connection.close()


def test_a_load_that_fails_leaves_nothing(owner: psycopg.Connection) -> None:
    before = standing(owner)

    def give_up(cases: int, rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate(owner, WANTED, give_up)
    assert standing(owner) == before
    assert not Organisation.objects.exists()
    connection.close()


def test_names_are_many_and_the_rare_one_is_none_of_them() -> None:
    assert len(set(FIRST_NAMES)) == 400
    assert len(set(SURNAMES)) == 4000
    assert RARE_SURNAME not in SURNAMES


def test_a_narrative_has_120_to_180_words() -> None:
    draws = Draws(seed=1, now=NOW)
    lengths = [len(narrative(draws.random).split()) for _ in range(300)]
    assert min(lengths) >= 120
    assert max(lengths) <= 180


@pytest.mark.django_db
def test_words_are_written_as_postgresql_would() -> None:
    text = "They call it banter, but nobody is laughing. UP-7KQ4AB they"
    with connection.cursor() as cursor:
        cursor.execute("SELECT strip(%s::tsvector)::text, strip(to_tsvector('simple', %s))::text", [words_of(text), text])
        ours, theirs = cursor.fetchone()
    assert set(theirs.split()) - set(ours.split()) <= {"'up-7kq4ab'"}
