"""Entries of the audit record with the digests that the database itself would give them, so that the chain holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from upstander.operations.generating.draws import Draws
from upstander.operations.generating.schools import School
from upstander.operations.generating.tables import Rows
from upstander.records.audit.models import Entry

START = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
NO_DETAIL = "{}"  # as PostgreSQL writes an empty object


class Chain:
    """Numbers follow the order of loading, case by case; times within a school therefore go back and forth."""

    def __init__(self, rows: Rows, draws: Draws) -> None:
        self.rows, self.draws = rows, draws

    def add(self, school: School, at: datetime, verb: str, subject_kind: str, subject: str) -> None:
        key, lead = self.draws.key(at), school.lead
        school.entries += 1
        fields = (
            key,
            school.key,
            str(school.entries),
            str((at - START) // MICROSECOND),
            "staff",
            lead.membership,
            lead.name,
            lead.role,
            verb,
            subject_kind,
            subject,
            NO_DETAIL,
        )
        digest = sha256(school.last_digest + b"".join([sha256(field.encode()).digest() for field in fields])).digest()
        self.rows.add(
            Entry,
            id=key,
            organisation_id=school.key,
            number=school.entries,
            at=at,
            actor_kind="staff",
            actor_id=lead.membership,
            actor_name=lead.name,
            actor_role=lead.role,
            verb=verb,
            subject_kind=subject_kind,
            subject_id=subject,
            detail=NO_DETAIL,
            previous_digest=school.last_digest,
            digest=digest,
        )
        school.last_digest = digest
