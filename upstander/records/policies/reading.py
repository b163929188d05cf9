"""A school's policy as a file that was read: what was proposed for each required statement, and what people decided."""

from collections.abc import Collection
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from upstander.kernel.actor import Actor
from upstander.records.access.matrix import May, role_may
from upstander.records.access.models import Membership
from upstander.records.organisations.models import Organisation
from upstander.records.rows import M, OwnedRows, Row


class PolicyRows(OwnedRows[M]):
    """Rows for those of the school who look after its policy, and its governors."""

    def visible_to(self, actor: Actor) -> Self:
        rows = super().visible_to(actor)
        return rows if not actor.is_staff or role_may(actor.role, May.SEE_READING) else rows.none()


class Readings(PolicyRows["Reading"]):
    def newest_first(self) -> Self:
        return self.order_by("-brought_at", "-id")

    def read(self) -> Self:
        """Those in which something could be read."""
        return self.filter(trouble="")


class Reading(Row):
    """One file as it came, and what came of reading it. `trouble` says why it could not be read; it is empty when it could."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, help_text="As the file was called. It is shown, never used as a path.")
    ending = models.CharField(max_length=4, choices=[(it, it) for it in ("pdf", "docx", "html", "txt")])
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    wrapped_key = models.BinaryField()
    brought_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    trouble = models.TextField(null=True)  # noqa: DJ001  (an append-only table fills only what is null)
    rulebook = models.CharField(max_length=20, null=True)  # noqa: DJ001  (the same; the version of rulebooks/policy.yaml)
    pages = models.PositiveSmallIntegerField(null=True)
    notes = models.JSONField(null=True, help_text="Sentences about the reading: which pages a machine read from pictures.")

    objects = Readings.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-brought_at", "-id"], name="readings_newest_first")]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="policy_not_empty"),
            models.CheckConstraint(
                condition=Q(read_at=None, trouble=None, rulebook=None, pages=None, notes__isnull=True)  # notes=None: a JSON null
                | Q(read_at__isnull=False, trouble__isnull=False, rulebook__isnull=False, notes__isnull=False),
                name="policy_read_whole",
            ),
        ]

    @property
    def is_waiting(self) -> bool:
        return self.read_at is None

    @property
    def was_read(self) -> bool:
        return self.trouble == ""


class Found(models.TextChoices):
    """What the program takes a statement for. It proposes; it decides nothing."""

    MADE = "made", "Found"
    PARTLY = "partly", "Found in part"
    REFERRED = "referred", "Only points to another document"
    CONTRADICTED = "contradicted", "Says the opposite"
    NOT_FOUND = "not found", "Could not find it"


class Proposal(Row):
    """One required statement in one reading, with the passages that may make it, best first, or say the opposite.

    The words of the statement are kept as they were asked. `same_as` is an earlier decision on the same statement whose passage
    stands in this file as well, word for word; `same_page` and `same_heading` say where.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="proposals")
    position = models.PositiveSmallIntegerField()
    statement = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    says = models.TextField()
    is_required = models.BooleanField()
    sources = models.JSONField()
    found = models.CharField(max_length=12, choices=Found.choices)
    passages = models.JSONField()
    against = models.JSONField()
    lacking = models.JSONField()
    same_as = models.ForeignKey("PolicyDecision", on_delete=models.PROTECT, null=True, related_name="+")
    same_page = models.PositiveSmallIntegerField(null=True)
    same_heading = models.CharField(max_length=300, blank=True)

    objects = PolicyRows["Proposal"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reading", "statement"], name="one_proposal_a_statement")]


class Answer(models.TextChoices):
    MET = "met", "Met"
    PARTLY = "partly", "Partly met"
    NOT_MET = "not_met", "Not met"


class PolicyDecisions(PolicyRows["PolicyDecision"]):
    def standing(self) -> Self:
        """The last one on each statement of each file."""
        return self.order_by("proposal_id", "-decided_at", "-id").distinct("proposal_id")

    def still_standing(self, ids: Collection[UUID]) -> set[UUID]:
        """Those of these above which no later decision stands. Asks nothing when there are none."""
        if not ids:
            return set()
        about = self.filter(pk__in=ids).values("proposal_id")
        return set(self.filter(proposal__in=about).standing().values_list("pk", flat=True)) & set(ids)


class PolicyDecision(Row):
    """What a person decided about one statement, with the passage that they chose. A later one stands above it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="decisions")
    answer = models.CharField(max_length=7, choices=Answer.choices)
    words = models.TextField(blank=True)
    page = models.PositiveSmallIntegerField(null=True)
    heading = models.CharField(max_length=300, blank=True)
    is_by_hand = models.BooleanField(default=False, help_text="The person wrote the words and the page; they were not proposed.")
    note = models.TextField(blank=True)
    as_before = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    objects = PolicyDecisions.as_manager()

    class Meta:
        indexes = [models.Index(fields=["proposal", "-decided_at", "-id"], name="decisions_of_a_proposal")]
        constraints = [
            models.CheckConstraint(condition=Q(answer=Answer.NOT_MET) | ~Q(words=""), name="what_is_met_is_quoted"),
        ]

    def says_the_same_as(self, other: "PolicyDecision") -> bool:
        def what(it: PolicyDecision) -> tuple[object, ...]:
            return it.proposal_id, it.answer, it.words, it.page, it.heading, it.note

        return what(self) == what(other)
