"""The register of schools, and the organisations that work with this installation."""

from datetime import datetime
from functools import cached_property
from typing import Self

from django.db import models

from upstander.kernel.school_days import Calendar
from upstander.records.rows import OwnedRows, Row


class Schools(models.QuerySet["School"]):
    def open(self) -> Self:
        return self.filter(is_open=True)

    def matching(self, typed: str) -> Self:
        """Schools whose postcode begins with what was typed, or whose name or town has every word of it."""
        postcode = "".join(typed.split()).upper()
        if postcode and any(c.isdigit() for c in postcode) and self.filter(postcode_key__startswith=postcode).exists():
            return self.filter(postcode_key__startswith=postcode)
        found = self
        for word in typed.lower().split():
            found = found.filter(search_text__contains=word)
        return found


class School(models.Model):
    """One line of the public register (GIAS), keyed by URN. Belongs to nobody; everybody may read it."""

    urn = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=200)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    postcode_key = models.CharField(max_length=8, blank=True, db_index=True)
    search_text = models.CharField(max_length=320, blank=True)
    phase = models.CharField(max_length=60, blank=True)
    local_authority = models.CharField(max_length=100, blank=True)
    is_open = models.BooleanField(default=True)
    successor = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="+", help_text="Which took its place."
    )

    objects = Schools.as_manager()

    def __str__(self) -> str:
        return self.name

    def now(self) -> "School | None":
        """The school itself while it is open, else the open one that took its place; nothing where there is none."""
        found, seen = self, {self.pk}
        while not found.is_open:
            if found.successor is None or found.successor.pk in seen:
                return None
            found = found.successor
            seen.add(found.pk)
        return found


class OrganisationKind(models.TextChoices):
    SCHOOL = "school"
    FORCE = "force"


class Organisation(Row):
    """A school or a police team: the controller of its own records. What is here is public."""

    kind = models.CharField(max_length=10, choices=OrganisationKind.choices)
    name = models.CharField(max_length=200)
    school = models.OneToOneField(School, on_delete=models.PROTECT, null=True, blank=True, related_name="organisation")
    force = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="schools")
    rulebook = models.CharField(max_length=40, default="dorset")
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    lead_name = models.CharField(max_length=200, blank=True, help_text="Who looks after children's safety, as families read it.")
    complaints_url = models.URLField(blank=True)
    complaints_text = models.TextField(blank=True, help_text="How to complain, in the organisation's own words.")
    receives_reports = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name

    def calendar(self) -> Calendar:
        return self._calendar

    @cached_property
    def _calendar(self) -> Calendar:
        return Calendar(self.closures.values_list("first_day", "last_day"))


class SeesTo(models.TextChoices):
    """Who at the school sees to it that a complaint at some stage is answered."""

    LEAD = "lead", "Whoever leads the case"
    DSL = "dsl", "The safeguarding lead, or whoever stands in"
    HEAD = "head", "The headteacher"


class ComplaintStages(OwnedRows["ComplaintStage"]):
    def in_force(self, at: datetime | None = None) -> Self:
        """Now, or at that moment."""
        if at is None:
            return self.filter(until=None)
        return self.filter(since__lte=at).filter(models.Q(until=None) | models.Q(until__gt=at))


class ComplaintStage(Row):
    """One stage of the school's own complaints procedure. A school that has said none has the usual ones (complaining.py).

    Never changed: a new procedure ends all stages of the one before, so that what an earlier letter said can be looked up.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="complaint_stages")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    to_whom = models.CharField(max_length=200, help_text="As a family reads it.")
    days = models.PositiveSmallIntegerField(help_text="School days until the family has an answer.")
    reach = models.CharField(max_length=300, blank=True, help_text="How a family reaches whoever looks at it.")
    sees_to = models.CharField(max_length=4, choices=SeesTo.choices, default=SeesTo.LEAD)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    objects = ComplaintStages.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"], condition=models.Q(until=None), name="one_complaint_stage_a_number"
            )
        ]


class Closure(Row):
    """Days on which a school is closed: holidays, INSET days."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="closures")
    first_day = models.DateField()
    last_day = models.DateField()
    reason = models.CharField(max_length=100)

    objects = OwnedRows["Closure"].as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(last_day__gte=models.F("first_day")), name="closure_in_order")]
