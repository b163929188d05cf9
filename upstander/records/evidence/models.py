"""Files that show what happened: kept as they came, encrypted, digested, and never changed."""

from typing import Self

from django.db import models
from django.db.models import Q

from upstander.kernel.actor import Actor
from upstander.records.access.models import Membership, walled
from upstander.records.organisations.models import Organisation
from upstander.records.rows import OwnedRows, ReportersOwnRows, Row


class ItemState(models.TextChoices):
    CHECKING = "checking"  # the worker is making a copy that can be shown
    KEPT = "kept"
    UNREADABLE = "unreadable"  # kept as it came; no copy can be shown
    REMOVED = "removed"  # taken back by the reporter before the report was sent; the bytes are gone


class Items(ReportersOwnRows["Item"]):
    def visible_to(self, actor: Actor) -> Self:
        return walled(super().visible_to(actor), actor, "report_id")  # type: ignore[return-value]

    def present(self) -> Self:
        return self.exclude(state=ItemState.REMOVED)


class Bundle(Row):
    """The evidence of one report, under one key. `report_id` is the draft's before it is sent: they share it."""

    report_id = models.UUIDField(unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    wrapped_key = models.BinaryField(null=True, help_text="Without it the files cannot be read again: emptying it destroys them.")

    objects = ReportersOwnRows["Bundle"].as_manager()


class Item(Row):
    """One file. `sha256` is of the bytes as they came; the name is the sender's and is shown, never used as a path."""

    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, related_name="items")
    report_id = models.UUIDField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=ItemState.choices, default=ItemState.CHECKING)
    has_copy = models.BooleanField(default=False)
    received_at = models.DateTimeField()

    objects = Items.as_manager()

    class Meta:
        indexes = [models.Index(fields=["report_id", "position"], name="evidence_of_report")]
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="evidence_not_empty")]


class Custody(Row):
    """What happened to one file, and who did it."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="custody")
    report_id = models.UUIDField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    verb = models.CharField(max_length=20, choices=[(v, v) for v in ("received", "opened", "copied", "downloaded", "removed")])
    actor_name = models.CharField(max_length=200)
    actor_id = models.UUIDField(null=True)
    given_by = models.CharField(max_length=200, blank=True, help_text="Who gave it to whoever took it in, where staff did.")

    objects = ReportersOwnRows["Custody"].as_manager()


class Markings(OwnedRows["Marking"]):
    def visible_to(self, actor: Actor) -> Self:
        return walled(super().visible_to(actor), actor, "item__report_id")  # type: ignore[return-value]


class Marking(Row):
    """That a file shows, or may show, a nude or sexual image: from then on nobody here looks at it, copies it or passes it on.

    It stays: a file that was marked by mistake is for the police to look at, not for staff.
    Source: UKCIS, Sharing nudes and semi-nudes: staff never view, copy, print, share or ask for them (dsl:K14).
    """

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="marking")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300, blank=True, help_text="How it was noticed. Never what it shows.")
    marked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = Markings.as_manager()
