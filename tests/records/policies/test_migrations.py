"""What migrations make of clauses that two schools had published before there were versions of a ladder."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoDbBlocker

from tests.migrating import empty_database, migrate_to

BEFORE = (
    ("policies", "0002_walls"),
    ("access", "0003_absences"),
    ("cases", "0006_comparisons"),
    ("organisations", "0003_complaint_stages"),
)
SEPTEMBER, NOVEMBER = date(2025, 9, 1), date(2025, 11, 3)
CLAUSES = {  # of each school: kind, policy, version, number, words, from which day
    "Thornbury": (
        ("online_bullying", "Behaviour policy", "2025", "4.2", "We speak with the family.", SEPTEMBER),
        ("falling_out", "Behaviour policy", "2025", "3.4", "We help friends.", SEPTEMBER),
        ("online_bullying", "Behaviour policy", "2025b", "4.2", "We act at once.", NOVEMBER),
    ),
    "Northcliff": (("threats", "Conduct", "First", "", "", SEPTEMBER),),
}
VERSIONS = """
SELECT l.policy, l.version, l.in_force_from, c.behaviour, c.clause, c.in_school
FROM policies_ladder l JOIN policies_clause c ON c.ladder_id = l.id AND c.organisation_id = l.organisation_id
WHERE l.organisation_id = %s ORDER BY l.in_force_from, c.behaviour
"""


def asked(words: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(words, values)
        return cursor.fetchall() if cursor.description else []


def asking_for(school: UUID | str) -> None:
    asked("SELECT set_config('upstander.organisation', %s, true)", str(school))


def published(name: str) -> UUID:
    """As a school's rows were entered then, behind the wall that stood then."""
    school = uuid4()
    with transaction.atomic():
        asking_for(school)
        _insert("organisations_organisation", {"id": school, "name": name, "kind": "school"})
        for behaviour, policy, version, clause, words, day in CLAUSES[name]:
            asked(
                "INSERT INTO policies_clause (id, organisation_id, behaviour, policy, version, clause, words, in_force_from)"
                " VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, %s, %s)",
                *(school, behaviour, policy, version, clause, words, day),
            )
    return school


def _insert(table: str, said: dict[str, Any]) -> None:
    """With something empty in every other column that must not be null."""
    empty: dict[str, Any] = {"character varying": "", "text": "", "boolean": False, "integer": 0, "ARRAY": [], "jsonb": "{}"}
    needed = asked(
        "SELECT column_name, data_type FROM information_schema.columns"
        " WHERE table_name = %s AND is_nullable = 'NO' AND column_default IS NULL",
        table,
    )
    row = {str(name): said.get(str(name), empty.get(str(kind))) for name, kind in needed}
    names = ", ".join(row)
    asked(f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(row))})", *row.values())


def seen_by(school: UUID, words: str, *values: Any) -> list[tuple[Any, ...]]:
    with transaction.atomic():
        asking_for(school)
        return asked(words, *values)


def test_clauses_of_two_schools_become_the_versions_in_which_they_were_in_force(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), empty_database():
        migrate_to(*BEFORE)
        thornbury, northcliff = (published(name) for name in CLAUSES)
        migrate_to(("policies", "0003_ladder_versions_and_prevention"))
        assert seen_by(thornbury, VERSIONS, thornbury) == [
            ("Behaviour policy", "2025", SEPTEMBER, "falling_out", "3.4", "We help friends."),
            ("Behaviour policy", "2025", SEPTEMBER, "online_bullying", "4.2", "We speak with the family."),
            ("Behaviour policy", "2025b", NOVEMBER, "falling_out", "3.4", "We help friends."),
            ("Behaviour policy", "2025b", NOVEMBER, "online_bullying", "4.2", "We act at once."),
        ]
        assert seen_by(northcliff, VERSIONS, northcliff) == [("Conduct", "First", SEPTEMBER, "threats", "–", "–")]
        approval = "SELECT DISTINCT approved_by, minute, approval_recorded_by_id FROM policies_ladder"
        assert seen_by(thornbury, approval) == [("Not on record", "Not on record", None)]
        keeps_what_it_made(thornbury)
        migrate_to(("policies", "0006_dropped_drafts_and_incidents_that_prompted"))
        called = "SELECT place, name FROM policies_clause WHERE organisation_id = %s ORDER BY ladder_id, place"
        pair = [(1, "Online bullying"), (2, "A falling-out between pupils")]
        assert seen_by(thornbury, called, thornbury) == pair * 2
        assert seen_by(northcliff, called, northcliff) == [(1, "Threats")]
        keeps_what_it_made(thornbury)


def keeps_what_it_made(school: UUID) -> None:
    """The walls and the triggers that the migration put aside stand again, for the owner of the tables as well."""
    for table in ("policies_ladder", "policies_clause"):
        for change in (f"UPDATE {table} SET id = gen_random_uuid()", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError, match=r"kept as it was|from a later day"):
                seen_by(school, change)
        with transaction.atomic():
            asking_for(uuid4())
            assert asked(f"UPDATE {table} SET id = id RETURNING 1") == []
