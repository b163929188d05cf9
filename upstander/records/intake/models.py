"""Reports: answers while they are being given, and the report as it was sent."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from upstander.kernel.actor import Actor
from upstander.records.access.models import Membership, walled
from upstander.records.organisations.models import Organisation
from upstander.records.rows import OwnedRows, ReportersOwnRows, Row


class Drafts(OwnedRows["Draft"]):
    def visible_to_reporter(self, actor: Actor) -> Self:
        return self.filter(pk=actor.report_id)

    def expired(self, at: datetime) -> Self:
        return self.filter(expires_at__lte=at)


class Draft(Row):
    """A report that is being written. Each answer is kept as it is given; only whoever holds the token reaches it.

    Shapes: `answers` maps a question's id to what its page sent, see wording/questions. `versions` counts
    how often each was saved, so that two tabs cannot overwrite each other unseen.
    """

    token_digest = models.BinaryField(unique=True)
    answers = models.JSONField(default=dict)
    versions = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    sealed_code = models.BinaryField(null=True, help_text="The receipt code under a key made from the token, until it is kept.")

    objects = Drafts.as_manager()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="draft_expiry")]


class Reports(ReportersOwnRows["Report"]):
    def visible_to(self, actor: Actor) -> Self:
        return walled(super().visible_to(actor), actor)  # type: ignore[return-value]

    def visible_to_reporter(self, actor: Actor) -> Self:
        return self.filter(pk=actor.report_id)

    def nobody_has_taken(self) -> Self:
        return self.filter(taken_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-received_at", "-id")


class Relation(models.TextChoices):
    """Who is reporting, in relation to the child it is about."""

    PARENT = "parent", "Parent or carer"
    CHILD = "child", "The child"
    PUPIL = "pupil", "Another pupil"
    STAFF = "staff", "Someone who works at the school"
    OTHER = "other", "Someone else"


class Report(Row):
    """What someone said, as they said it. Only who has taken it and when it was read are added later.

    Shapes: `answers` as in Draft, frozen. Units: `digest` is the SHA-256 of the canonical JSON of `answers`
    and of each file's digest, in hexadecimal; the receipt shows it. `promised` is what the receipt said: `routes`
    (ids, in order of seriousness), `duties` (ids, those that a family may read of), `read_by` and `told_by` (ISO).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reports")
    reference = models.CharField(max_length=12, unique=True)
    answers = models.JSONField()
    digest = models.CharField(max_length=64)
    promised = models.JSONField(default=dict, help_text="What the receipt said.")
    received_at = models.DateTimeField()
    relation = models.CharField(max_length=10, choices=Relation.choices)
    child_name = models.CharField(max_length=200, blank=True, help_text="The targeted child, as the report names them.")
    reporter_name = models.CharField(max_length=200, blank=True)
    reporter_email = models.EmailField(blank=True)
    reporter_phone = models.CharField(max_length=40, blank=True)
    safe_way = models.CharField(max_length=400, blank=True, help_text="A safe way and time to be reached, in their words.")
    code_kept_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="reports_taken")

    objects = Reports.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-received_at", "-id"], name="report_newest"),
            models.Index(fields=["organisation", "received_at", "id"], name="report_not_taken", condition=Q(taken_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_at=None, taken_by=None) | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="taken_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Stage(models.TextChoices):
    """Where a report is, as the person who made it may know it."""

    SENT = "sent", "You told the school"
    READ = "read", "The school read it"
    LOOKING = "looking", "Being looked into"
    DECIDED = "decided", "Decided"
    TOLD = "told", "You were told"


class Milestone(Row):
    """A stage that a report has reached. The only thing about the handling that a reporter reads besides what is sent to them."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="milestones")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    at = models.DateTimeField()

    objects = ReportersOwnRows["Milestone"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "stage"], name="one_milestone_a_stage")]


class Addition(Row):
    """Something that a reporter added after sending. The report itself stays as it was."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="additions")
    words = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = ReportersOwnRows["Addition"].as_manager()


class Way(models.TextChoices):
    """How something came to the school that nobody sent through the family desk."""

    PHONE = "phone", "By telephone"
    IN_PERSON = "in_person", "Face to face"
    LETTER = "letter", "By letter"
    EMAIL = "email", "By e-mail"
    OTHER = "other", "In another way"


class TakenDowns(OwnedRows["TakenDown"]):
    def visible_to(self, actor: Actor) -> Self:
        return walled(super().visible_to(actor), actor, "report_id")  # type: ignore[return-value]


class TakenDown(Row):
    """That a member of staff wrote a report down for whoever said it: how it came, when it was said, when it was recorded.

    A report without such a row came from the person themselves. `said_at` is when the school was told, so time limits count from
    it; where only the day is known it is that morning. `written_at` and `written_by` are those of the paper it was copied from.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="taken_down")
    way = models.CharField(max_length=10, choices=Way.choices)
    said_at = models.DateTimeField()
    is_time_known = models.BooleanField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(null=True, help_text="When it was written on paper, where it was.")
    written_by = models.CharField(max_length=200, blank=True)

    objects = TakenDowns.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(said_at__lte=models.F("recorded_at")), name="said_before_recorded"),
            models.CheckConstraint(
                condition=Q(written_at=None, written_by="") | Q(written_at__isnull=False) & ~Q(written_by=""),
                name="written_who_and_when",
            ),
        ]
