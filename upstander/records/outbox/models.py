"""What is to be sent, as rows: written in the transaction that decides it, sent by the worker."""

from datetime import datetime
from typing import Self

from django.db import models

from upstander.records.rows import OwnedRows, Row


class State(models.TextChoices):
    QUEUED = "queued"
    CLAIMED = "claimed"  # a worker has it; nothing has left yet, so another may take it over
    HANDED = "handed", "handed over"  # about to leave; after a crash nobody can know whether it did
    SENT = "sent"
    UNCERTAIN = "uncertain"  # a person decides whether to send it again
    FAILED = "failed"  # the server will never take it; a person may try once more
    LEFT = "left", "left as it is"  # a person decided not to send it again


class Messages(OwnedRows["Message"]):
    def waiting(self, *, since: datetime) -> Self:
        """Those that should have left by now: queued before that moment, or claimed before it and not handed over."""
        queued = models.Q(state=State.QUEUED) & (models.Q(claimed_at__lt=since) | models.Q(claimed_at=None, queued_at__lt=since))
        return self.filter(queued | models.Q(state=State.CLAIMED, claimed_at__lt=since))

    def uncertain(self) -> Self:
        """Those of which nobody can know whether they left; they are never sent again by themselves."""
        return self.filter(state=State.UNCERTAIN)

    def for_a_person(self) -> Self:
        """Those about which somebody has to decide: uncertain ones, and ones that no server takes."""
        return self.filter(state__in=[State.UNCERTAIN, State.FAILED]).order_by("-queued_at", "-id")


class Message(Row):
    """One e-mail that says only that there is something to read. `key` makes a second one for the same reason impossible."""

    organisation_id = models.UUIDField()
    key = models.CharField(max_length=120, unique=True)
    subject_id = models.UUIDField(null=True, help_text="The report whose reader it is for, so that walls hold here as well.")
    to_address = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)

    objects = Messages.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(sent_at=None) ^ models.Q(state=State.SENT), name="outbox_sent_has_a_time"),
        ]
        indexes = [
            models.Index(fields=["queued_at"], name="outbox_waiting", condition=~models.Q(state__in=[State.SENT, State.FAILED])),
        ]
