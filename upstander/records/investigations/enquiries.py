"""Looking into it: who does what by when."""

from typing import Self

from django.db import models
from django.db.models import Q

from upstander.records.access.models import Membership
from upstander.records.cases.models import Case, OfCase
from upstander.records.organisations.models import Organisation
from upstander.records.rows import Row


class StepKind(models.TextChoices):
    CHILD = "child", "Take a statement from a child"
    ADULT = "adult", "Speak with an adult"
    PLATFORM = "platform", "Ask the app or platform"
    FOOTAGE = "footage", "Look at footage or records"
    EVIDENCE = "evidence", "Look at the evidence"
    OTHER = "other", "Something else"


class PlannedSteps(OfCase["PlannedStep"]):
    def open(self) -> Self:
        return self.filter(done_at=None, dropped_at=None)

    def soonest_first(self) -> Self:
        return self.order_by("due_at", "id")


class PlannedStep(Row):
    """One step of the plan. Done with a note, or dropped with a reason; never removed.

    `within_limits` is that somebody confirmed what may be asked, where the police look into it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    words = models.CharField(max_length=500, help_text="Whom, what, about what.")
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="steps")
    due_at = models.DateTimeField()
    within_limits = models.BooleanField(default=False)
    added_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True, help_text="What came of it, or why it was dropped.")

    objects = PlannedSteps.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False) & ~Q(note=""),
                name="step_done_who_when_and_what",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at=None, dropped_by=None)
                | Q(dropped_at__isnull=False, dropped_by__isnull=False, done_at=None) & ~Q(note=""),
                name="step_dropped_who_when_and_why",
            ),
        ]
        indexes = [models.Index(fields=["case", "due_at", "id"], name="step_of_case")]
