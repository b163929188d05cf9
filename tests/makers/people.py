"""The children and the adults that a record is about."""

from __future__ import annotations

from datetime import datetime

from tests.makers.ground import AT, on_behalf_of
from upstander.records.organisations.models import Organisation
from upstander.records.people.models import Person


def make_child(
    *,
    organisation: Organisation,
    name: str = "Robin Ashdown",
    year_group: str = "9B",
    school_name: str = "",
    address: str = "",
    accounts: list[str] | None = None,
    other_names: list[str] | None = None,
    at: datetime = AT,
) -> Person:
    with on_behalf_of(organisation.pk):
        return Person.objects.create(
            organisation_id=organisation.pk,
            name=name,
            year_group=year_group,
            school_name=school_name,
            address=address,
            accounts=accounts or [],
            other_names=other_names or [],
            created_at=at,
        )


def make_adult(*, organisation: Organisation, name: str = "Alex Ashdown", at: datetime = AT) -> Person:
    with on_behalf_of(organisation.pk):
        return Person.objects.create(organisation_id=organisation.pk, name=name, is_child=False, created_at=at)
