"""What every row has, and what every row of an organisation has."""

from typing import Self, TypeVar

from django.db import models

from upstander.kernel.actor import Actor, Kind
from upstander.kernel.references import uuid7

M = TypeVar("M", bound=models.Model)


class Row(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class OwnedRows(models.QuerySet[M]):
    """Rows that belong to an organisation. `visible_to` is the one scope for every list, record, search and count."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.kind in (Kind.STAFF, Kind.SYSTEM) and actor.organisation_id:
            return self.filter(organisation_id=actor.organisation_id)
        if actor.kind is Kind.REPORTER and actor.report_id:
            return self.visible_to_reporter(actor)
        return self.none()

    def visible_to_reporter(self, actor: Actor) -> Self:
        """What somebody with a code may see: nothing, unless a kind of row says otherwise."""
        return self.none()


class ReportersOwnRows(OwnedRows[M]):
    """Rows that the person who made a report may see as well: those of that report."""

    def visible_to_reporter(self, actor: Actor) -> Self:
        return self.filter(report_id=actor.report_id)
