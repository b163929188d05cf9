"""What is to be sent, as rows: written in the transaction that decides it, sent by the worker."""

from datetime import datetime
from typing import Self
from uuid import UUID

from django.db import models

from upstander.records.rows import OwnedRows, Row


class Way(models.TextChoices):
    EMAIL = "email", "e-mail"
    TEXT = "text", "text message"


class State(models.TextChoices):
    QUEUED = "queued"
    CLAIMED = "claimed"  # a worker has it; nothing has left yet, so another may take it over
    HANDED = (
        "handed",
        "handed over",
    )  # about to leave; after a crash nobody can know whether it did, unless the carrier can be asked
    SENT = "sent"  # the carrier took it; one that can be asked is asked what became of it
    DELIVERED = "delivered"
    UNCERTAIN = "uncertain"  # a person decides whether to send it again
    FAILED = "failed"  # the carrier will never take it; a person may try once more
    RETURNED = "returned", "did not arrive"  # the carrier took it and could not deliver it; a person may try once more
    LEFT = "left", "left as it is"  # a person decided not to send it again


WAITING = (State.QUEUED, State.CLAIMED, State.HANDED)
TAKEN = (State.SENT, State.DELIVERED, State.RETURNED)


class Messages(OwnedRows["Message"]):
    def waiting(self, *, at: datetime, since: datetime) -> Self:
        """Those that should have left by now: queued before `since`, or to be tried again by now, or claimed before `since`
        and not handed over."""
        never_tried = models.Q(next_at=None) & (models.Q(claimed_at__lt=since) | models.Q(claimed_at=None, queued_at__lt=since))
        queued = models.Q(state=State.QUEUED) & (models.Q(next_at__lte=at) | never_tried)
        return self.filter(queued | models.Q(state=State.CLAIMED, claimed_at__lt=since))

    def to_ask_about(self, *, at: datetime) -> Self:
        """Those that a carrier took, of which it can say by now what became of them."""
        return self.filter(state=State.SENT, carrier_id__isnull=False, next_at__lte=at).order_by("next_at", "id")

    def uncertain(self) -> Self:
        """Those of which nobody can know whether they left; they are never sent again by themselves."""
        return self.filter(state=State.UNCERTAIN)

    def for_a_person(self) -> Self:
        """Those about which somebody has to decide: uncertain ones, ones that no server takes, and ones that did not arrive."""
        return self.filter(state__in=[State.UNCERTAIN, State.FAILED, State.RETURNED]).order_by("-queued_at", "-id")


class Message(Row):
    """An e-mail or a text that says only that there is something to read. `key` makes a second for the same reason impossible.

    A message is sent in rounds: another one begins only when it is known, or a person has decided, that the last one is over.
    Shapes: `carrier_id` is what the carrier calls the message, where it can be asked about it. `next_at` is when a queued one is
    tried again, or when it is asked what became of one that the carrier took.
    """

    organisation_id = models.UUIDField()
    key = models.CharField(max_length=120, unique=True)
    subject_id = models.UUIDField(null=True, help_text="The report whose reader it is for, so that walls hold here as well.")
    way = models.CharField(max_length=5, choices=Way.choices, default=Way.EMAIL)
    to_address = models.CharField(max_length=254, help_text="An e-mail address, or a number such as +447700900123.")
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    round = models.PositiveSmallIntegerField(default=1)
    queued_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    carrier = models.CharField(max_length=10, blank=True, help_text="By whom it went, or was about to go, in this round.")
    carrier_id = models.UUIDField(null=True)
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True, help_text="When it was delivered, or known not to arrive.")
    trouble = models.CharField(max_length=200, blank=True)

    objects = Messages.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(sent_at=None) ^ models.Q(state__in=TAKEN), name="outbox_taken_has_a_time"),
        ]
        indexes = [
            models.Index(fields=["organisation_id", "queued_at"], name="outbox_waiting", condition=models.Q(state__in=WAITING)),
            models.Index(
                fields=["organisation_id", "next_at"],
                name="outbox_to_ask",
                condition=models.Q(state=State.SENT, carrier_id__isnull=False),
            ),
            models.Index(fields=["subject_id", "queued_at", "id"], name="outbox_of_reader"),
        ]

    @property
    def reference(self) -> str:
        """What a carrier is told to call it: another one in each round, and nothing that says anything about anybody."""
        return reference_of(self.pk, self.round)


def reference_of(message_id: UUID, round: int) -> str:
    return str(message_id) if round == 1 else f"{message_id}.{round}"
