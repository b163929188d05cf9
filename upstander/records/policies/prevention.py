"""What the school does so that bullying does not begin: each measure, who owns it, how often, and when it was last done.

Source: S4 and D2 (every school has measures to prevent all forms of bullying), S8 and D15 (what they are, what prompted them).
"""

from calendar import monthrange
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from upstander.records.access.models import Membership
from upstander.records.cases.models import Case, OfCase
from upstander.records.organisations.models import Organisation
from upstander.records.rows import OwnedRows, Row


class PreventionKind(models.TextChoices):
    """Source: D15 (a) to (g), K11 (filtering and monitoring), D2 (the measures are made known each year)."""

    LESSONS = "lessons", "Lessons"
    TRAINING = "training", "Training for staff"
    SURVEY = "survey", "Asking pupils: a survey"
    PARENTS = "parents", "Parents and carers: an evening, advice"
    ASSEMBLY = "assembly", "Assemblies"
    PEERS = "peers", "Pupils who support pupils"
    DEVICES = "devices", "Devices and filters looked at"
    KNOWN = "known", "Making the policy known"
    OTHER = "other", "Something else"


EVERY = {1: "every month", 4: "every term", 6: "twice a year", 12: "every year", 24: "every two years"}


class Preventions(OwnedRows["Prevention"]):
    def standing(self) -> Self:
        return self.filter(ended_at=None)

    def overdue(self, on: date) -> Self:
        return self.standing().filter(due_on__lt=on)

    def owned_by(self, membership_id: object) -> Self:
        return self.standing().filter(owner=membership_id)


class Prevention(Row):
    """One measure. Units: `every_months` counts months; `due_on` is so long after it was last done, or entered."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=PreventionKind.choices)
    words = models.CharField(max_length=300, help_text="What it is, in the school's own words. Governors read it.")
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    every_months = models.PositiveSmallIntegerField(choices=list(EVERY.items()))
    due_on = models.DateField()
    added_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    ended_because = models.CharField(max_length=300, blank=True)

    objects = Preventions.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, ended_because="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because=""),
                name="prevention_ended_who_when_and_why",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="prevention_in_words"),
        ]

    def __str__(self) -> str:
        return self.words


class PreventionDone(Row):
    """That a measure was done: on which day, by whom, and a note. Rows are only added."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    prevention = models.ForeignKey(Prevention, on_delete=models.PROTECT, related_name="done")
    done_on = models.DateField()
    done_by = models.CharField(max_length=200, help_text="Who did it: tutors, a visitor, a member of staff.")
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = OwnedRows["PreventionDone"].as_manager()


class PreventionPrompt(Row):
    """An incident that prompted a measure, or a case as a whole. Whoever may not see the case does not see that it did."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    prevention = models.ForeignKey(Prevention, on_delete=models.PROTECT, related_name="prompts")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    incident_id = models.UUIDField(null=True, help_text="An incident of that case; nothing where it was the case as a whole.")
    linked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()

    objects = OfCase["PreventionPrompt"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["prevention", "case", "incident_id"], nulls_distinct=False, name="one_prompt_an_incident"
            )
        ]


def months_after(day: date, months: int) -> date:
    """The same day of the month, or its last: a month after 31 January is 28 February."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))
