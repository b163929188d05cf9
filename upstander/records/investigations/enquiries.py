"""Looking into it: who does what by when, and what people said, in their own words."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from upstander.records.access.models import Membership
from upstander.records.cases.models import Case, OfCase
from upstander.records.organisations.models import Organisation
from upstander.records.people.models import Person
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
        indexes = [
            models.Index(fields=["case", "due_at", "id"], name="step_of_case"),
            models.Index(fields=["organisation", "due_at", "id"], name="step_open", condition=Q(done_at=None, dropped_at=None)),
        ]


class StatementLinks(OfCase["StatementLink"]):
    def open(self, at: datetime) -> Self:
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=at)


class StatementLink(Row):
    """A link with which one person answers one question, once. Whoever holds it reads the question and nothing of the case.

    The word in the link is kept by nobody but whoever was given it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="statement_links")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    token_digest = models.BinaryField(unique=True)
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = StatementLinks.as_manager()


class ReadBack(models.TextChoices):
    RIGHT = "right", "Read back, and they said that it is right"
    NOT_RIGHT = "not_right", "Read back, and they did not agree with it"
    NOT_READ = "not_read", "Not read back"


class Statement(Row):
    """What one person said, in their own words, taken down by staff or written by themselves with a one-time link.

    Facts apart from opinion: `opinion` is what the member of staff makes of it, and is never part of the statement. A correction
    is a statement of its own that stands beside the one that it `corrects`.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="statements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    question = models.TextField(help_text="What they were asked, as it was asked.")
    words = models.TextField()
    said_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    present = models.CharField(max_length=300, blank=True)
    read_back = models.CharField(max_length=10, choices=ReadBack.choices, blank=True)
    opinion = models.TextField(blank=True)
    within_limits = models.BooleanField(default=False)
    taken_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    link = models.OneToOneField(StatementLink, on_delete=models.PROTECT, null=True, related_name="statement")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    recorded_at = models.DateTimeField()

    objects = OfCase["Statement"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_by__isnull=False, link=None) & ~Q(place="") & ~Q(present="") & ~Q(read_back="")
                | Q(taken_by=None, link__isnull=False, opinion=""),
                name="taken_down_or_written_with_a_link",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="statement_has_words"),
        ]
        indexes = [models.Index(fields=["case", "said_at", "id"], name="statement_of_case")]
