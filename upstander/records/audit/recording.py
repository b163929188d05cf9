"""Write to the audit record, and check that nobody rewrote it."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import TextField
from django.db.models.functions import Cast
from psycopg.types.json import Jsonb

from upstander.kernel.actor import Actor
from upstander.kernel.references import uuid7
from upstander.records.audit.models import Entry
from upstander.records.prepared import run


def record(
    actor: Actor,
    verb: str,
    subject_kind: str,
    subject_id: UUID | None,
    *,
    at: datetime,
    organisation_id: UUID | None = None,
    **detail: object,
) -> None:
    """Add one entry, in the transaction of the change that it records; last, because it locks the chain until commit.

    `detail` holds ids, counts and words of ours; never what a person wrote.
    """
    owner = organisation_id or actor.organisation_id
    if owner is None:
        raise ValueError("an audit entry belongs to an organisation")
    who = (str(actor.kind), actor.membership_id, actor.name, actor.role)
    run(ADD, (uuid7(), owner, at, *who, verb, subject_kind, subject_id, Jsonb(detail)))


# number and both digests are the trigger's (migration 0002)
ADD = """
INSERT INTO audit_entry (
    id, organisation_id, at, actor_kind, actor_id, actor_name, actor_role, verb, subject_kind, subject_id, detail,
    number, previous_digest, digest
) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 0, '', '')
"""


def broken_links(organisation_id: UUID) -> Iterator[int]:
    """Yield the number of each entry whose digest, predecessor or number is not what it must be."""
    entries = Entry.objects.filter(organisation_id=organisation_id).order_by("number")
    previous, expected = b"", 1
    for entry in entries.annotate(detail_text=Cast("detail", TextField())).iterator():
        chained = entry.number == expected and bytes(entry.previous_digest) == previous
        if not chained or bytes(entry.digest) != digest_of(entry, entry.detail_text):
            yield entry.number
        previous, expected = bytes(entry.digest), entry.number + 1


def digest_of(entry: Entry, detail_text: str) -> bytes:
    """The digest that the database gives an entry: SHA-256 over the digest before it and the SHA-256 of each field.

    Units: the time counts as whole microseconds since 1970; `detail_text` is PostgreSQL's own writing of the JSON.
    """
    microseconds = (entry.at.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    fields = (
        str(entry.id),
        str(entry.organisation_id),
        str(entry.number),
        str(microseconds),
        entry.actor_kind,
        str(entry.actor_id or ""),
        entry.actor_name,
        entry.actor_role,
        entry.verb,
        entry.subject_kind,
        str(entry.subject_id or ""),
        detail_text,
    )
    return hashlib.sha256(bytes(entry.previous_digest) + b"".join(hashlib.sha256(f.encode()).digest() for f in fields)).digest()
