"""Refuse what an actor may not do."""

from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from django.db import models

from upstander.kernel.actor import Actor, Kind
from upstander.records.access.matrix import May, role_may
from upstander.records.access.models import Conflict
from upstander.records.audit import recording
from upstander.records.rows import M

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class NotPermitted(Exception):
    """This person may not do this. At a desk it looks the same as a record that does not exist."""


class Scoped(Protocol[M_co]):
    """Rows that know who may see them: a manager or a query set."""

    def visible_to(self, actor: Actor) -> models.QuerySet[M_co]: ...


class Owned(Protocol):
    @property
    def organisation_id(self) -> UUID: ...

    @property
    def pk(self) -> UUID: ...


def require(actor: Actor, permission: May, thing: Owned | None = None) -> None:
    """Let pass whoever may do this to the thing.

    Raises: NotPermitted, when role, organisation or a conflict of interest stands against it.
    """
    if actor.kind is Kind.SYSTEM and (thing is None or thing.organisation_id == actor.organisation_id):
        return
    if not actor.is_staff or not role_may(actor.role, permission):
        raise NotPermitted(f"{actor.role or actor.kind} may not {permission}")
    if thing is not None and (thing.organisation_id != actor.organisation_id or _conflict(actor, thing)):
        raise NotPermitted(f"{actor.role} may not {permission} here")


def permitted(actor: Actor, permission: May, rows: Scoped[M], pk: UUID) -> M:
    """The row, for somebody who may see it and do this.

    Raises: NotPermitted, alike for a row that is not there and for one that they may not see.
    """
    require(actor, permission)
    row = rows.visible_to(actor).filter(pk=pk).first()
    if row is None:
        raise NotPermitted(f"{actor.role or actor.kind} may not {permission} here")
    return row


def _conflict(actor: Actor, thing: Owned) -> bool:
    if actor.membership_id is None:
        return True
    return Conflict.objects.filter(membership_id=actor.membership_id, subject_id=thing.pk).exists()


def refused(actor: Actor, what: str, at: datetime) -> None:
    """Put a refusal on the record of the organisation that the actor belongs to."""
    if actor.organisation_id:
        recording.record(actor, "refused", "page", None, at=at, what=what)


def report_of(actor: Actor) -> tuple[UUID, UUID]:
    """The report that a reporter may go on with, and the organisation that received it.

    Raises: NotPermitted, for anybody but the reporter of a report that was sent.
    """
    if not actor.is_reporter or actor.report_id is None or actor.organisation_id is None:
        raise NotPermitted("only the person who reported may do this")
    return actor.report_id, actor.organisation_id
