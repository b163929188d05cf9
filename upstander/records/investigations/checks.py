"""Did it work: asked of the family and of the child, some weeks after it was decided; and what follows where it did not."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from upstander.kernel.actor import Actor
from upstander.records.access.models import Membership
from upstander.records.cases.models import Case, Family, OfCase
from upstander.records.intake.models import Report
from upstander.records.organisations.models import Organisation
from upstander.records.people.models import Person
from upstander.records.rows import Row


class Asked(models.TextChoices):
    FAMILY = "family", "The family"
    CHILD = "child", "The child"


class Stopped(models.TextChoices):
    YES = "yes", "It has stopped"
    AGAIN = "again", "It goes on, or has started again"
    UNSURE = "unsure", "Not sure"


class Safe(models.TextChoices):
    YES = "yes", "Safe"
    NO = "no", "Not safe"
    UNSURE = "unsure", "Not sure"


class Checks(OfCase["Check"]):
    def visible_to_reporter(self, actor: Actor) -> Self:
        return self.filter(report_id=actor.report_id)

    def open(self) -> Self:
        return self.filter(answered_at=None, withdrawn_at=None)

    def askable(self) -> Self:
        """Open, and not put to a family that is lawfully not told: to ask them would tell them."""
        not_told = Family.objects.filter(
            case=models.OuterRef("case_id"), child=models.OuterRef("child_id"), not_told_at__isnull=False
        )
        return self.open().exclude(models.Q(asks=Asked.FAMILY) & models.Exists(not_told))

    def due_before(self, at: datetime) -> Self:
        return self.askable().filter(due_at__lt=at)

    def soonest_first(self) -> Self:
        return self.order_by("due_at", "id")


class Check(Row):
    """One question that falls due: has it stopped, for this child? Withdrawn in the open, never deleted.

    `report` and `asked_at` are filled when the family is asked through their code; until then they see nothing of it. A family
    without a code, and the child, are asked by a member of staff.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="checks")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asks = models.CharField(max_length=10, choices=Asked.choices)
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    objects = Checks.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(report=None, asked_at=None) | Q(report__isnull=False, asked_at__isnull=False, asks=Asked.FAMILY),
                name="asked_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_because=""), name="check_withdrawn_with_a_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "due_at", "id"],
                name="check_open",
                condition=Q(answered_at=None, withdrawn_at=None),
                include=["case", "child", "asks", "report"],
            )
        ]


class CheckAnswer(Row):
    """What was said: has it stopped, is the child safe, anything new. Said through a code, or taken down by staff word for word.

    `to_check` is empty where nobody had asked: a family may say at any time that it has started again.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="check_answers")
    to_check = models.ForeignKey(Check, on_delete=models.PROTECT, null=True, related_name="answers")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    stopped = models.CharField(max_length=10, choices=Stopped.choices)
    safe = models.CharField(max_length=10, choices=Safe.choices)
    words = models.TextField(blank=True, help_text="In the words of whoever was asked.")
    said_by = models.CharField(max_length=200)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="+")
    taken_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = OfCase["CheckAnswer"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(report=None, taken_by__isnull=False) | Q(report__isnull=False, taken_by=None),
                name="said_with_a_code_or_taken_down",
            )
        ]
        indexes = [models.Index(fields=["case", "-at", "-id"], name="check_answer_newest")]


class Recurrences(OfCase["Recurrence"]):
    def open(self) -> Self:
        return self.filter(ended_at=None)


class Recurrence(Row):
    """It may have started again: somebody said so, and nobody has yet said what came of it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recurrences")
    answer = models.OneToOneField(CheckAnswer, on_delete=models.PROTECT, related_name="recurrence")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    ended_because = models.TextField(blank=True)

    objects = Recurrences.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because=""),
                name="recurrence_ended_who_when_and_why",
            )
        ]
        indexes = [models.Index(fields=["organisation", "at", "id"], name="recurrence_open", condition=Q(ended_at=None))]


class Reopening(Row):
    """A closed case was opened again, by whom and why; and how it had been closed, which the case itself says no more."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reopenings")
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField()
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    closing_words = models.TextField()

    objects = OfCase["Reopening"].as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="reopened_with_a_reason")]
