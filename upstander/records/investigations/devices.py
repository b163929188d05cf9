"""A phone or another device that the school took: why, who searched it and what was found, and what became of it."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from upstander.records.access.models import Membership
from upstander.records.cases.models import Case, OfCase
from upstander.records.organisations.models import Organisation
from upstander.records.people.models import Person
from upstander.records.rows import Row


class DeviceKind(models.TextChoices):
    PHONE = "phone", "Phone"
    TABLET = "tablet", "Tablet"
    COMPUTER = "computer", "Laptop or computer"
    WATCH = "watch", "Smart watch"
    CONSOLE = "console", "Games console"
    OTHER = "other", "Something else"


class Ground(models.TextChoices):
    """Source: DfE, Searching, screening and confiscation; Education Act 1996, sections 550ZA to 550ZD (dsl:K12)."""

    OFFENCE = "offence", "Reason to suspect that it was used, or is about to be used, for an offence"
    HARM = "harm", "Reason to suspect that it was used, or is about to be used, to hurt somebody or damage property"
    RULES = "rules", "The school’s rules ban it, and say that it may be searched for"
    AGREED = "agreed", "The pupil agreed, and knew what would be looked for and that they could refuse"
    HANDED_IN = "handed_in", "It was handed in, and nobody asked for it"


class Devices(OfCase["Device"]):
    def in_school(self) -> Self:
        return self.filter(gone_at=None)


class Device(Row):
    """What was taken, from whom, by whom and why. What was done with it, and what became of it, are rows of their own.

    `gone_at` is filled once, when it was given back or handed to the police.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="devices")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", help_text="Whose it is.")
    kind = models.CharField(max_length=10, choices=DeviceKind.choices)
    words = models.CharField(max_length=300, help_text="By which it is known again: make, colour, cover.")
    taken_by = models.CharField(max_length=200)
    taken_at = models.DateTimeField()
    witness = models.CharField(max_length=200)
    ground = models.CharField(max_length=10, choices=Ground.choices)
    why = models.TextField()
    kept_where = models.CharField(max_length=300)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    objects = Devices.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "taken_at", "id"], name="device_in_school", condition=Q(gone_at=None))]


class Authority(models.TextChoices):
    HEAD = "head", "The headteacher"
    AUTHORISED = "authorised", "A member of staff whom the headteacher authorised to search"


class Images(models.TextChoices):
    """Source: UKCIS, Sharing nudes and semi-nudes: staff never view, copy, print, share or ask for them (dsl:K14)."""

    NONE = "none", "No nude or sexual image is suspected"
    NOT_LOOKED_AT = "not_looked", "A nude or sexual image is suspected. The search stopped, and nobody looked at it"
    SEEN = "seen", "A nude or sexual image came into view. The search stopped; nobody looked on or copied it"


class DeviceSearch(Row):
    """One search: on whose authority, before which witness, for what, and what was found, in words and never as a picture."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="searches")
    at = models.DateTimeField()
    searched_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=10, choices=Authority.choices)
    authorised_by = models.CharField(max_length=200)
    witness = models.CharField(max_length=200)
    looked_for = models.TextField()
    found = models.TextField()
    images = models.CharField(max_length=10, choices=Images.choices)
    images_words = models.TextField(blank=True, help_text="How it came into view, and what was done at once.")
    deleted = models.BooleanField()
    deleted_why = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = OfCase["DeviceSearch"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(looked_for="") & ~Q(found=""), name="searched_for_what_and_found_what"),
            models.CheckConstraint(condition=~Q(images=Images.SEEN) | ~Q(images_words=""), name="seen_how"),
            models.CheckConstraint(condition=Q(deleted=False) | ~Q(deleted_why=""), name="deleted_with_a_reason"),
        ]


class DeviceFate(models.TextChoices):
    TOLD = "told", "Parents or carers were told"
    MOVED = "moved", "It is kept somewhere else now"
    KEPT = "kept", "It is kept for longer"
    RETURNED = "returned", "It was given back"
    POLICE = "police", "It was handed to the police"


GONE = frozenset({DeviceFate.RETURNED, DeviceFate.POLICE})


class DeviceEvent(Row):
    """What was done about a device after it was taken. `who` was told, or has it now; `reference` is the police's."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="events")
    fate = models.CharField(max_length=10, choices=DeviceFate.choices)
    day = models.DateField()
    who = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    words = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = OfCase["DeviceEvent"].as_manager()


def gone(device: Device, at: datetime) -> None:
    """It is in school no more."""
    device.gone_at = at
    device.save(update_fields=["gone_at"])
