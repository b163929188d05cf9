"""What is known, what the rulebook makes of it, and what people have to do because of it."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from upstander.kernel.actor import Actor
from upstander.kernel.clock import in_london
from upstander.records.access.models import Membership, walled
from upstander.records.intake.models import Report
from upstander.records.organisations.models import Organisation
from upstander.records.rows import M, OwnedRows, Row


class Assessments(OwnedRows["Assessment"]):
    def visible_to(self, actor: Actor) -> Self:
        return walled(super().visible_to(actor), actor, "subject_id")  # type: ignore[return-value]


class Assessment(Row):
    """The thread of facts, verdicts and duties of one report, and then of the case that it is opened as.

    `subject_id` is the report's id until there is a case, then the case's. A report that joins a case
    gives its facts to the case's assessment and its own ends (`merged_into`).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="assessment")
    subject_id = models.UUIDField()
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")

    objects = Assessments.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject_id"], name="assessment_of_subject")]


class OfAssessment(OwnedRows[M]):
    def visible_to(self, actor: Actor) -> Self:
        own = Assessment.objects.filter(pk=models.OuterRef("assessment_id"))
        return walled(super().visible_to(actor), actor, "subject_id", holder=own)  # type: ignore[return-value]


class Answer(models.TextChoices):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown", "not known"


class FactSource(models.TextChoices):
    REPORT = "report", "from the report"
    PERSON = "person", "answered by"
    RECORD = "record", "from the record"  # derived: a letter delivered, a finding recorded


class Facts(OfAssessment["Fact"]):
    def latest_answers(self) -> Self:
        """One row a fact: the newest answer, with what the record shows before what anyone says."""
        return self.order_by(
            "fact", models.Case(models.When(source=FactSource.RECORD, then=0), default=1), "-at", "-id"
        ).distinct("fact")


class Fact(Row):
    """One answer to one fact: who gave it, when, and from what. Later answers stand beside earlier ones."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="facts")
    fact = models.CharField(max_length=60)
    answer = models.CharField(max_length=10, choices=Answer.choices)
    source = models.CharField(max_length=10, choices=FactSource.choices)
    source_id = models.UUIDField(null=True, help_text="The report, finding or disclosure it was taken from.")
    said_by = models.CharField(max_length=200)
    membership_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    objects = Facts.as_manager()

    class Meta:
        indexes = [models.Index(fields=["assessment", "fact", "-at"], name="fact_latest")]


class Verdict(Row):
    """What the rulebook made of the facts at one moment. A new one never overwrites it, only ends its standing.

    Shapes: `facts` maps fact to answer, unknown ones left out; `outcome` is the contract's output as keeping.kept
    leaves it: whole, but that outcomes which are only possible name their rules without repeating the words.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="verdicts")
    facts = models.JSONField()
    outcome = models.JSONField()
    rulebook = models.CharField(max_length=40)
    rulebook_version = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=80)
    code_version = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    objects = OfAssessment["Verdict"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment"], condition=Q(superseded_at=None), name="one_standing_verdict")
        ]


class Decision(Row):
    """What a named person made of a verdict: confirmed it, or set one outcome aside until something new speaks for it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.ForeignKey(Verdict, on_delete=models.PROTECT, related_name="decisions")
    set_aside = models.CharField(
        max_length=80, blank=True, help_text="routes/police_101, duties/…; empty where all is confirmed."
    )
    reason = models.TextField(blank=True)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="When a new reason made what was set aside stand again.")

    objects = OfAssessment["Decision"].as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(set_aside="") | ~Q(reason=""), name="set_aside_with_a_reason")]


class Duties(OfAssessment["Duty"]):
    def open(self) -> Self:
        return self.filter(done_at=None, withdrawn_at=None)

    def of_a_verdict(self) -> Self:
        return self.filter(about_id=None)

    def due_by(self, at: datetime) -> Self:
        return self.open().filter(due_at__lte=at)

    def soonest_first(self) -> Self:
        return self.order_by("due_at", "id")


class Duty(Row):
    """One thing that one party must do by a time, because a verdict says so. Withdrawn in the open, never deleted.

    `about_id` is what it is about where no verdict asks for it but something that came in: a complaint.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="duties")
    duty = models.CharField(max_length=60)
    actor = models.CharField(max_length=20)
    due_at = models.DateTimeField()
    time_limit = models.CharField(max_length=20, blank=True, db_default="", help_text="As the rulebook says it: school_days_5.")
    counts_from = models.DateTimeField(null=True, help_text="From when the time limit is counted.")
    raised_at = models.DateTimeField()
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="duties")
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=200, blank=True)
    done_note = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    about_id = models.UUIDField(null=True)

    objects = Duties.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "duty", "about_id"],
                condition=Q(done_at=None, withdrawn_at=None),
                nulls_distinct=False,
                name="one_open_duty_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by="") | Q(done_at__isnull=False) & ~Q(done_by=""), name="done_who_and_when"
            ),
            models.CheckConstraint(condition=Q(withdrawn_at=None) | ~Q(withdrawn_because=""), name="withdrawn_with_a_reason"),
        ]
        indexes = [
            models.Index(fields=["organisation", "due_at", "id"], name="duty_open", condition=Q(done_at=None, withdrawn_at=None)),
            models.Index(fields=["owner", "due_at"], name="duty_withdrawn", condition=Q(withdrawn_at__isnull=False)),
        ]


class ClockStops(OfAssessment["ClockStop"]):
    def running(self, at: datetime) -> Self:
        return self.filter(started_again_at=None, until__gte=in_london(at).date())


class ClockStop(Row):
    """A time for which the days of a case's time limits do not count, with the reason. What is urgent never waits for it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="clock_stops")
    stopped_at = models.DateTimeField()
    stopped_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    until = models.DateField(help_text="The last day that does not count; then it goes on by itself.")
    started_again_at = models.DateTimeField(null=True)
    started_again_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ClockStops.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment"], condition=Q(started_again_at=None), name="one_clock_stop"),
            models.CheckConstraint(condition=~Q(reason=""), name="clock_stopped_with_a_reason"),
        ]
