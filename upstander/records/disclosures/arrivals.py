"""What has come in from outside, whatever it is: one row for each thing, until somebody has read it, and afterwards who did."""

from datetime import datetime
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from upstander.kernel.actor import Actor
from upstander.records.access.models import Membership, walled
from upstander.records.cases.models import Case
from upstander.records.intake.models import Report
from upstander.records.organisations.models import Organisation
from upstander.records.rows import OwnedRows, Row


class ArrivalKind(models.TextChoices):
    MESSAGE = "message", "A message"
    ADDITION = "addition", "More to a report"
    FILES = "files", "Files to a report"
    STATEMENT = "statement", "A statement"
    CHECK = "check", "Whether it has stopped"
    COMPLAINT = "complaint", "Does not agree"
    EXCHANGE = "exchange", "From another school"


class Arrivals(OwnedRows["Arrival"]):
    def visible_to(self, actor: Actor) -> Self:
        return walled(super().visible_to(actor), actor, "subject_id")  # type: ignore[return-value]

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Arrival(Row):
    """That something came in. Its id is that of the thing itself: of files, that of the first.

    `subject_id` is what it hangs on and whose walls stand round it: the case, or the report while there is none, or what another
    organisation sent while nobody has accepted it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ArrivalKind.choices)
    subject_id = models.UUIDField()
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="arrivals")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="arrivals")
    exchange = models.ForeignKey("disclosures.Exchange", on_delete=models.PROTECT, null=True, related_name="arrivals")
    said_by = models.CharField(max_length=250, blank=True, help_text="Where it is not whoever made the report.")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")

    objects = Arrivals.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(read_at=None, read_by=None) | Q(read_at__isnull=False, read_by__isnull=False),
                name="arrival_read_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(report__isnull=False, subject_id=models.F("report"))
                | Q(case__isnull=False, subject_id=models.F("case"))
                | Q(exchange__isnull=False, subject_id=models.F("exchange")),
                name="arrival_hangs_on_something",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "at", "id"], name="arrival_unread", condition=Q(read_at=None)),
            models.Index(fields=["organisation", "at", "id"], name="arrival_in_order"),
        ]


def came_of_report(kind: ArrivalKind, id: UUID, *, report_id: UUID, organisation_id: UUID, at: datetime) -> None:
    """In the transaction in which it came, on behalf of the school."""
    Arrival.objects.create(id=id, organisation_id=organisation_id, kind=kind, subject_id=report_id, report_id=report_id, at=at)


def came_of_case(kind: ArrivalKind, id: UUID, *, case_id: UUID, organisation_id: UUID, said_by: str, at: datetime) -> None:
    Arrival.objects.create(
        id=id, organisation_id=organisation_id, kind=kind, subject_id=case_id, case_id=case_id, said_by=said_by, at=at
    )


def read(arrivals: Arrivals, *, actor: Actor, at: datetime) -> int:
    """Mark what may be seen of these as read by this person. Returns how many were new."""
    return arrivals.visible_to(actor).unread().update(read_at=at, read_by_id=actor.member)
