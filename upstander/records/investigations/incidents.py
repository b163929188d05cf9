"""What happened, each time: when, where, online and face to face, with what, and who had which part in it."""

from collections.abc import Collection
from typing import Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from upstander.records.access.models import Membership
from upstander.records.assessments.models import Answer
from upstander.records.cases.models import Case, OfCase, Part
from upstander.records.intake.models import Report
from upstander.records.organisations.models import Organisation
from upstander.records.people.models import Person
from upstander.records.rows import Row


class Known(models.TextChoices):
    """How well it is known when it happened."""

    TIME = "time", "On a day and at a time"
    DAY = "day", "On a day"
    BETWEEN = "between", "Between two days"
    NOT = "not", "Not known"


class Place(models.TextChoices):
    SCHOOL = "school", "At school"
    WAY = "way", "On the way to or from school"
    ELSEWHERE = "elsewhere", "Somewhere else"
    ONLINE = "online", "Only online or by phone"
    UNKNOWN = "unknown", "Not known"


class Incidents(OfCase["Incident"]):
    def standing(self) -> Self:
        return self.filter(superseded_at=None)


class Incident(Row):
    """One thing that happened. Both questions, online and face to face, have an answer. Put right by another that supersedes it.

    `from_at` and `until_at` are moments where `known` says so: a time, the beginning of a day, or the first and the last day.
    Shapes: `apps` are values of the question where.accounts.app, `accounts` a name to a line.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="incidents")
    what = models.CharField(max_length=300, help_text="In one line, and as it is known: nothing about why.")
    known = models.CharField(max_length=10, choices=Known.choices)
    from_at = models.DateTimeField(null=True)
    until_at = models.DateTimeField(null=True)
    when_words = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=10, choices=Place.choices)
    place_words = models.CharField(max_length=200, blank=True)
    off_premises = models.CharField(max_length=7, choices=Answer.choices, help_text="Outside school, or outside school hours.")
    online = models.CharField(max_length=7, choices=Answer.choices)
    face_to_face = models.CharField(max_length=7, choices=Answer.choices)
    apps = ArrayField(models.CharField(max_length=20), default=list)
    accounts = models.TextField(blank=True)
    devices = models.CharField(max_length=400, blank=True)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="incidents")
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="put_right")
    put_right_because = models.CharField(max_length=300, blank=True)
    superseded_at = models.DateTimeField(null=True)

    objects = Incidents.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "from_at", "id"], name="incident_of_case")]
        constraints = [
            models.CheckConstraint(
                condition=Q(known=Known.NOT, from_at=None, until_at=None)
                | Q(known__in=[Known.TIME, Known.DAY], from_at__isnull=False, until_at=None)
                | Q(known=Known.BETWEEN, from_at__isnull=False, until_at__gt=models.F("from_at")),
                name="incident_when_as_known",
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None, put_right_because="") | Q(supersedes__isnull=False) & ~Q(put_right_because=""),
                name="incident_put_right_with_a_reason",
            ),
        ]


def as_they_stand(incidents: Collection[Incident]) -> dict[UUID, Incident]:
    """For each incident the one that stands in its place now. Shapes: all incidents of some cases, those put right as well."""
    put_right = {it.supersedes_id: it for it in incidents if it.supersedes_id}
    found = {}
    for it in incidents:
        last = it
        while last.pk in put_right:
            last = put_right[last.pk]
        found[it.pk] = last
    return found


class IncidentPart(Row):
    """Who had which part in one incident; one person may have several. It may be another part than in the case as a whole."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="parts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=Part.choices)

    objects = OfCase["IncidentPart"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "person", "part"], name="one_part_once_in_an_incident")]
