"""Find a report or a case by any word in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Func, QuerySet, Value
from django.db.models.expressions import RawSQL

from upstander.kernel.actor import Actor
from upstander.records.cases.models import Searchable
from upstander.records.prepared import Compiled

MOST = 25
# One statement, always of the same words, so that it is planned once; an array, since IN would be planned as a join.
FOUND = "cases_searchable.id = ANY(ARRAY(SELECT searchable_id FROM cases_search(%s, %s)))"


def make_findable(organisation_id: UUID, subject_id: UUID, *, is_case: bool, label: str, words: str, at: datetime) -> None:
    """Let a report or case be found by these words, in place of those before."""
    vector = Func(
        Value("simple"),
        Value(words[:100_000]),
        function="to_tsvector",
        template="%(function)s(%(expressions)s)",
        arg_joiner="::regconfig, ",
    )
    row = Searchable(
        organisation_id=organisation_id, subject_id=subject_id, is_case=is_case, label=label[:300], at=at, words=vector
    )
    Searchable.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["subject_id"],
        update_fields=["organisation_id", "is_case", "label", "at", "words"],
    )


def also_findable(subject_id: UUID, words: str) -> None:
    """Let a report or case be found by further words, beside those it already is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_searchable SET words = words || to_tsvector('simple', %s) WHERE subject_id = %s", [words, subject_id]
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A report or a case, by what it is called and when it came or was opened."""

    subject_id: UUID
    is_case: bool
    label: str
    at: datetime


def search(actor: Actor, sought: str) -> list[Found]:
    """The newest reports and cases that this person may see and that have every word sought, at most 25."""
    return [Found(*row) for row in SEARCH.rows(actor, sought[:200])]


def _visible(actor: Actor, sought: str) -> QuerySet[Any, Any]:
    found = RawSQL(FOUND, [sought, 4 * MOST], output_field=BooleanField())  # noqa: S611  (our words, their parameters)
    rows = Searchable.objects.visible_to(actor).filter(found).order_by("-at", "-pk")
    return rows.values_list("subject_id", "is_case", "label", "at")[:MOST]


SEARCH = Compiled(_visible, ("what is sought",))
