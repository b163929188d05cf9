"""Who works there, and what each may not or may see besides."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from tests.makers.ground import AT, number, on_behalf_of
from upstander.records.access.models import Account, Conflict, Grant, Membership, Role
from upstander.records.organisations.models import Organisation


def make_member(
    *,
    organisation: Organisation,
    name: str = "Ms Okafor",
    role: str = Role.DSL,
    email: str = "",
    since: datetime = AT - timedelta(days=365),
    until: datetime | None = None,
) -> Membership:
    account = Account.objects.create(email=email or f"staff{number()}@school.example", name=name)
    with on_behalf_of(organisation.pk):
        return Membership.objects.create(
            organisation=organisation, account=account, role=role, display_name=name, since=since, until=until
        )


def make_conflict(*, member: Membership, subject_id: UUID, reason: str = "A relative", at: datetime = AT) -> Conflict:
    with on_behalf_of(member.organisation_id):
        return Conflict.objects.create(
            organisation_id=member.organisation_id, membership=member, subject_id=subject_id, reason=reason, since=at
        )


def make_grant(*, member: Membership, subject_id: UUID, by: Membership | None = None, at: datetime = AT) -> Grant:
    with on_behalf_of(member.organisation_id):
        return Grant.objects.create(
            organisation_id=member.organisation_id, membership=member, subject_id=subject_id, given_by=by, given_at=at
        )
