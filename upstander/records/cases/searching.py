"""Find a person, a report or a case: by any word, by how a name sounds, by an account, by a number however it is written."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import BooleanField, Case, Exists, F, OuterRef, QuerySet, When
from django.db.models.expressions import RawSQL

from upstander.kernel.actor import Actor
from upstander.kernel.finding import Findable, Sought, sought
from upstander.kernel.nearness import nearness
from upstander.records.cases.models import Involvement, Searchable
from upstander.records.people.finding import findable_vector
from upstander.records.people.models import Person
from upstander.records.prepared import Compiled

MOST = 25
LONGEST = 200
# One statement each, always of the same words, so that it is planned once; an array, since IN would be planned as a join.
FIND = "WITH found AS MATERIALIZED (SELECT * FROM cases_find(%s::jsonb, %s))"
FOUND = "cases_searchable.id = ANY(ARRAY(SELECT searchable_id FROM found))"
EXACT = "cases_searchable.id = ANY(ARRAY(SELECT searchable_id FROM found WHERE is_exact))"
FOUND_PEOPLE = "people_person.id = ANY(ARRAY(SELECT person_id FROM people_find(%s::jsonb, %s)))"
SOUGHT = "what is sought"  # stands for it in a statement that is compiled once
NOT_KNOWN_YET = Findable()


def make_findable(
    organisation_id: UUID,
    subject_id: UUID,
    *,
    is_case: bool,
    label: str,
    words: str,
    at: datetime,
    known_by: Findable = NOT_KNOWN_YET,
) -> None:
    """Let a report or case be found by these words, in place of those before, and by what it is known by."""
    row = Searchable(
        organisation_id=organisation_id,
        subject_id=subject_id,
        is_case=is_case,
        label=label[:300],
        at=at,
        words=findable_vector(words, known_by),
        spelt=known_by.spelt(words),
    )
    Searchable.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["subject_id"],
        update_fields=["organisation_id", "is_case", "label", "at", "words", "spelt"],
    )


def also_findable(subject_id: UUID, words: str, known_by: Findable = NOT_KNOWN_YET) -> None:
    """Let a report or case be found by further words and names, beside those it already is."""
    keys = "\n".join(known_by.keys(words))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_searchable SET spelt = spelt || %s::text[],"
            " words = words || to_tsvector('simple', %s) || array_to_tsvector(string_to_array(%s, E'\\n')) WHERE subject_id = %s",
            [known_by.spelt(words), words, keys, subject_id],
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A report or a case, by what it is called and when it came or was opened. `because` is a name or account that is near."""

    subject_id: UUID
    is_case: bool
    label: str
    at: datetime
    because: str = ""


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody with a part in a case that whoever asks may see. `cases` are those cases only.

    Where two rows were joined, `person_id` is the one that was kept, if it may be seen. `also` are the other's names, and
    nicknames and names they had before.
    """

    person_id: UUID
    name: str
    year_group: str
    school_name: str
    is_child: bool
    accounts: tuple[str, ...]
    cases: tuple[UUID, ...]
    nearness: float
    also: tuple[str, ...] = ()


def search(actor: Actor, typed: str) -> list[Found]:
    """At most 25 reports and cases that this person may see: those with every word, newest first, then what is near them."""
    what = sought(typed[:LONGEST])
    if not what.terms:
        return []
    rows = SEARCH.rows(actor, json.dumps([what.as_query()]))
    exact = [Found(*row[:4]) for row in rows if row[5]]
    near = [] if len(exact) >= MOST else _nearest(what, [row for row in rows if not row[5]])
    return [*exact, *near][:MOST]


def _nearest(what: Sought, rows: list[tuple[Any, ...]]) -> list[Found]:
    ranked = zip(nearness(what, [row[4] for row in rows]), rows, strict=True)
    found = [(near, Found(row[0], row[1], row[2], row[3], because)) for (near, because), row in ranked if near]
    found.sort(key=lambda each: each[0], reverse=True)
    return [it for _, it in found]


def search_people(actor: Actor, *typed: str) -> list[FoundPerson]:
    """People whom this person may know of that any of these searches finds, the nearest first."""
    wanted = [what for what in (sought(each[:LONGEST]) for each in typed) if what.terms]
    if not wanted:
        return []
    rows = PEOPLE.rows(actor, json.dumps([what.as_query() for what in wanted]))
    called = [(row[1], *row[5], *row[9]) for row in rows]
    near = [max(each)[0] for each in zip(*(nearness(what, called) for what in wanted), strict=True)]
    found = [_person(row, how_near) for row, how_near in zip(rows, near, strict=True) if how_near]
    found.sort(key=lambda person: person.nearness, reverse=True)
    return _as_one(found)[: MOST * len(wanted)]


def _person(row: tuple[Any, ...], nearness: float) -> FoundPerson:
    id, name, year, school, is_child, accounts, cases, kept, kept_name, other_names = row
    return FoundPerson(
        kept or id,
        kept_name or name,
        year,
        school,
        is_child,
        tuple(accounts),
        tuple(dict.fromkeys(cases)),
        nearness,
        (*((name,) if kept else ()), *other_names),
    )


def _as_one(people: list[FoundPerson]) -> list[FoundPerson]:
    """Rows that a person has joined, as the one person that they are."""
    one: dict[UUID, FoundPerson] = {}
    for person in people:
        first = one.setdefault(person.person_id, person)
        if first is not person:
            also, cases = dict.fromkeys((*first.also, *person.also)), dict.fromkeys((*first.cases, *person.cases))
            one[person.person_id] = replace(first, also=tuple(also), cases=tuple(cases))
    return list(one.values())


def search_reports(actor: Actor, *typed: str) -> list[tuple[Found, list[str]]]:
    """Reports that any of these searches finds, newest first, each with its names, accounts and numbers as they are written."""
    wanted = [what for what in (sought(each[:LONGEST]) for each in typed) if what.terms]
    rows = SEARCH.rows(actor, json.dumps([what.as_query() for what in wanted])) if wanted else []
    return [(Found(*row[:4]), row[4]) for row in rows if not row[1]]


def _visible(actor: Actor, what: str) -> QuerySet[Any, Any]:
    """Reads `found`, which stands before it."""
    found = RawSQL(FOUND, [], output_field=BooleanField())  # noqa: S611  (our words)
    exact = RawSQL(EXACT, [], output_field=BooleanField())  # noqa: S611
    rows = Searchable.objects.visible_to(actor).filter(found).annotate(exact=exact).order_by("-exact", "-at", "-pk")
    return rows.values_list("subject_id", "is_case", "label", "at", "spelt", "exact")[: 2 * MOST]


def _visible_people(actor: Actor, what: str) -> QuerySet[Any, Any]:
    found = RawSQL(FOUND_PEOPLE, [what, 8 * MOST], output_field=BooleanField())  # noqa: S611
    seen = Involvement.objects.visible_to(actor)
    here, kept = seen.filter(person_id=OuterRef("pk")), Exists(seen.filter(person_id=OuterRef("same_as_id")))
    rows = Person.objects.visible_to(actor).filter(found).filter(Exists(here)).order_by(F("created_at").desc(), "-pk")
    return rows.values_list(
        "pk",
        "name",
        "year_group",
        "school_name",
        "is_child",
        "accounts",
        ArraySubquery(here.values("case_id")),
        Case(When(kept, then=F("same_as_id"))),
        Case(When(kept, then=F("same_as__name"))),
        "other_names",
    )


SEARCH = Compiled(_visible, (SOUGHT,), (FIND, (SOUGHT, 2 * MOST)))
PEOPLE = Compiled(_visible_people, (SOUGHT,))
