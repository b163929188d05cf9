"""What a school has published about how it acts: the words that letters and findings cite, version by version.

Source: S10 and S22: a policy has sanctions for conduct in school and outside it, and restorative processes, by behaviour.
"""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from upstander.records.access.models import Membership
from upstander.records.cases.models import Case, OfCase
from upstander.records.organisations.models import Organisation
from upstander.records.rows import OwnedRows, Row


class Behaviour(models.TextChoices):
    """The kinds of behaviour that a first draft proposes. From there on the kinds are a school's own: each clause has the key of
    its kind, which stays the same from version to version, and what the kind is called in that version.
    """

    ONLINE_BULLYING = "online_bullying", "Online bullying"
    BULLYING = "bullying", "Bullying face to face"
    FALLING_OUT = "falling_out", "A falling-out between pupils"
    PREJUDICE = "prejudice", "Prejudice-based behaviour"
    SEXUAL = "sexual", "Sexual harassment"
    THREATS = "threats", "Threats"


class Ladders(OwnedRows["Ladder"]):
    def draft(self) -> Self:
        return self.filter(approved_on=None, dropped_at=None)

    def dropped(self) -> Self:
        return self.filter(dropped_at__isnull=False)

    def approved(self) -> Self:
        return self.filter(approved_on__isnull=False)

    def in_force(self, on: date) -> Self:
        """The version in force on that day, at most one of each organisation."""
        begun = self.approved().filter(in_force_from__lte=on)
        return begun.order_by("organisation", "-in_force_from", "-id").distinct("organisation")

    def newest_first(self) -> Self:
        return self.order_by("-in_force_from", "-id")


class Ladder(Row):
    """One version of what the policy says about each kind of behaviour: a draft until governors have approved it, or until it is
    dropped, which keeps its words on record.

    An approved version never changes, nor does a dropped one, and the next one is in force from a later day: on each day one
    version is in force. What came over from records without an approval has nobody in `approval_recorded_by`.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="ladders")
    policy = models.CharField(max_length=120)
    version = models.CharField(max_length=40)
    started_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    started_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    approved_by = models.CharField(max_length=200, blank=True, help_text="Who of the governors approved it, as parents read it.")
    approved_on = models.DateField(null=True)
    minute = models.CharField(max_length=120, blank=True, help_text="Where the minutes say so.")
    approval_recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    approval_recorded_at = models.DateTimeField(null=True)
    in_force_from = models.DateField(null=True)
    review_on = models.DateField(null=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    dropped_because = models.CharField(max_length=300, blank=True)

    objects = Ladders.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_on=None, approved_by="", minute="", in_force_from=None, review_on=None)
                & Q(approval_recorded_at=None, approval_recorded_by=None)
                | Q(approved_on__isnull=False, in_force_from__isnull=False, approval_recorded_at__isnull=False)
                & ~Q(approved_by="")
                & ~Q(minute=""),
                name="approved_by_whom_when_and_where",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at=None, dropped_by=None, dropped_because="")
                | Q(dropped_at__isnull=False, dropped_by__isnull=False, approved_on=None) & ~Q(dropped_because=""),
                name="dropped_by_whom_when_and_why",
            ),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(approved_on=None, dropped_at=None), name="one_draft_of_the_ladder"
            ),
            models.UniqueConstraint(fields=["organisation", "in_force_from"], name="one_ladder_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.policy}, {self.version}"


class Clauses(OwnedRows["Clause"]):
    def in_order(self) -> Self:
        """As the school put its kinds of behaviour."""
        return self.order_by("place", "id")

    def in_force(self, on: date) -> Self:
        ladders = Ladder.objects.in_force(on).filter(organisation=models.OuterRef("organisation"))
        return self.filter(ladder=models.Subquery(ladders.values("pk"))).select_related("ladder").in_order()


class Clause(Row):
    """What one version says the school usually does about one kind of behaviour."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="policy_clauses")
    ladder = models.ForeignKey(Ladder, on_delete=models.PROTECT, related_name="clauses")
    behaviour = models.CharField(max_length=20, help_text="The key of the kind, whatever the kind is called.")
    name = models.CharField(max_length=80, help_text="What the kind is called, in words for parents.")
    means = models.TextField(blank=True, help_text="What is meant by it, in words for parents.")
    place = models.PositiveSmallIntegerField(help_text="Where it stands among the kinds of this version, from 1.")
    clause = models.CharField(max_length=20)
    in_school = models.TextField(help_text="What the school usually does about it.")
    outside_school = models.TextField(blank=True, help_text="What it usually does when it happens outside school.")
    restorative = models.TextField(blank=True, help_text="How what was broken is mended, where everybody freely agrees.")

    objects = Clauses.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ladder", "behaviour"], name="one_clause_a_behaviour"),
            models.UniqueConstraint("ladder", Lower("name"), name="one_kind_of_a_name"),
            models.CheckConstraint(condition=~Q(clause="") & ~Q(in_school=""), name="clause_with_number_and_words"),
            models.CheckConstraint(condition=~Q(name=""), name="kind_with_a_name"),
        ]

    @property
    def cited(self) -> str:
        """Behaviour policy, September 2026, clause 4.2"""
        return f"{self.ladder.policy}, {self.ladder.version}, clause {self.clause}"


class Citation(Row):
    """The clause that a finding was made by: the one in force on the day of the decision. Of a clause that never changes."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="policy_citations")
    finding_id = models.UUIDField(unique=True)
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="citations")
    cited_at = models.DateTimeField()

    objects = OfCase["Citation"].as_manager()
