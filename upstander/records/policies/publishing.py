"""What is published of the policy: which version is in force on a day, and where anybody can read it."""

from datetime import date
from uuid import UUID

from django.conf import settings

from upstander.records.policies.ladder import Clause, Clauses, Ladder


def clauses_on(organisation_id: UUID, day: date) -> Clauses:
    """The clauses of the version that was in force on that day."""
    return Clause.objects.filter(organisation_id=organisation_id).in_force(day)


def public_address(ladder: Ladder) -> str:
    """Where this version can be read by anybody, for good: the version in force from that day. Nothing for a draft, or for a
    school that is not in the register.
    """
    urn = ladder.organisation.school_id
    return f"{settings.PUBLIC_URL}{public_path(urn, ladder.in_force_from)}" if urn and ladder.in_force_from else ""


def public_path(urn: int, day: date) -> str:
    return f"/policy/{urn}/{day.isoformat()}/"
