"""The managed file: one incident, its reports, the people in it, and each family that has to be told."""

from typing import Any, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Greatest, Least

from upstander.kernel.actor import Actor
from upstander.kernel.languages import ENGLISH
from upstander.kernel.problems import Problem
from upstander.records.access.models import Membership, walled
from upstander.records.assessments.models import Answer, Assessment
from upstander.records.intake.models import Report
from upstander.records.organisations.models import Organisation
from upstander.records.people.models import Person
from upstander.records.rows import M, OwnedRows, Row


class CaseIsClosed(Problem):
    def __init__(self) -> None:
        super().__init__("This case is closed. What is in it stays as it is.")


class CaseState(models.TextChoices):
    OPEN = "open"
    DECIDED = "decided"  # there is a finding; families may still have to be told
    CLOSED = "closed"


class Cases(OwnedRows["Case"]):
    def visible_to(self, actor: Actor) -> Self:
        return walled(super().visible_to(actor), actor)  # type: ignore[return-value]

    def open(self) -> Self:
        return self.exclude(state=CaseState.CLOSED)

    def newest_first(self) -> Self:
        return self.order_by("-opened_at", "-id")


class Case(Row):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cases")
    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="case")
    reference = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=CaseState.choices, default=CaseState.OPEN)
    lead = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="cases_led")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    closing_words = models.TextField(blank=True)

    objects = Cases.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-opened_at", "-id"], name="case_newest"),
            models.Index(fields=["organisation", "state", "-opened_at", "-id"], name="case_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CaseState.CLOSED, closed_at__isnull=False, closed_by__isnull=False)
                | ~Q(state=CaseState.CLOSED) & Q(closed_at=None, closed_by=None),
                name="closed_who_and_when",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def still_open(self) -> Self:
        """The case itself.

        Raises: CaseIsClosed.
        """
        if self.state == CaseState.CLOSED:
            raise CaseIsClosed
        return self


class OfCase(OwnedRows[M]):
    def visible_to(self, actor: Actor) -> Self:
        return walled(super().visible_to(actor), actor, "case_id")  # type: ignore[return-value]


class CaseReport(Row):
    """A report that belongs to a case. Each report belongs to one case at most."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="case_reports")
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="in_case")
    joined_at = models.DateTimeField()
    joined_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    objects = OfCase["CaseReport"].as_manager()


class Part(models.TextChoices):
    """A person's part in this incident. Never "bully" or "victim": there may be no finding, or another one."""

    TARGETED = "targeted", "Targeted child"
    DISPLAYING = "displaying", "Said to have displayed the behaviour"
    TOOK_PART = "took_part", "Said to have taken part"
    SAW = "saw", "Saw it"
    SUPPORTED = "supported", "Supported someone"
    REPORTED = "reported", "Reported it"


class Involvements(OfCase["Involvement"]):
    def current(self) -> Self:
        return self.filter(until=None)

    def targeted(self) -> Self:
        return self.filter(part=Part.TARGETED)

    def displaying(self) -> Self:
        return self.filter(part__in=[Part.DISPLAYING, Part.TOOK_PART])


class Involvement(Row):
    """A person's part in a case, from one moment until another. One child may have several."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="involvements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="involvements")
    part = models.CharField(max_length=12, choices=Part.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    objects = Involvements.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "person", "part"], condition=Q(until=None), name="one_part_at_a_time")
        ]


class Families(OfCase["Family"]):
    def waiting(self) -> Self:
        """Families that nobody has told, and for whom no lawful reason not to tell is on record."""
        return self.filter(told_at=None, not_told_at=None)

    def targeted(self) -> Self:
        """Families of children who are said to have been targeted."""
        children = Involvement.objects.current().targeted().filter(case_id=models.OuterRef("case_id"))
        return self.filter(child__in=children.values("person_id"))

    def longest_first(self) -> Self:
        return self.order_by("waiting_since", "id")


class Family(Row):
    """One child's family in one case: told, waiting to be told, or not told for a recorded lawful reason.

    `report` is the report through whose code they read what is sent; without one a letter goes on paper.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="families")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="families")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="families")
    waiting_since = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    not_told_at = models.DateTimeField(null=True)
    not_told_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    not_told_reason = models.TextField(blank=True)
    review_on = models.DateField(null=True, help_text="When the reason not to tell is looked at again.")
    language = models.CharField(max_length=5, default=ENGLISH, db_default=ENGLISH, help_text="As kernel.languages has them.")

    objects = Families.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "child"], name="one_family_a_child"),
            models.CheckConstraint(
                condition=Q(not_told_at=None, not_told_by=None)
                | Q(not_told_at__isnull=False, not_told_by__isnull=False) & ~Q(not_told_reason=""),
                name="not_told_who_when_and_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "waiting_since", "id"], name="family_waiting", condition=Q(told_at=None, not_told_at=None)
            )
        ]


class Relationship(models.TextChoices):
    MOTHER = "mother"
    FATHER = "father"
    STEP_PARENT = "step_parent", "Step-parent"
    GRANDPARENT = "grandparent"
    SIBLING = "sibling", "Brother or sister"
    FOSTER = "foster", "Foster carer"
    AUTHORITY = "authority", "Local authority"
    OTHER = "other", "Somebody else"


class Carers(OwnedRows["Carer"]):
    def visible_to(self, actor: Actor) -> Self:
        """Of the children in those cases that this person may see."""
        theirs = Family.objects.visible_to(actor).filter(child=models.OuterRef("child_id"))
        return super().visible_to(actor).filter(models.Exists(theirs))

    def current(self) -> Self:
        return self.filter(ended_at=None)


class Carer(Row):
    """Somebody who brings a child up, or must be kept from the matter: who holds parental responsibility, who may be told.

    Of the child, not of one case. What is no longer so is ended, never changed.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="carers")
    name = models.CharField(max_length=200)
    relationship = models.CharField(max_length=12, choices=Relationship.choices)
    responsibility = models.CharField(max_length=7, choices=Answer.choices, help_text="Holds parental responsibility.")
    may_be_told = models.BooleanField()
    why_not = models.TextField(blank=True, help_text="Why they must not be told.")
    court_order = models.TextField(blank=True, help_text="A court order that bears on it: which, by which court, until when.")
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=300, null=True)  # noqa: DJ001 (filled once, by the append-only trigger)

    objects = Carers.as_manager()

    class Meta:
        indexes = [models.Index(fields=["child"], name="carers_of_child", condition=Q(ended_at=None))]
        constraints = [models.CheckConstraint(condition=Q(may_be_told=True) | ~Q(why_not=""), name="kept_out_with_a_reason")]


class Note(Row):
    """What staff write down for themselves. Never part of anything that is sent."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    words = models.TextField()
    written_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OfCase["Note"].as_manager()


class Searchables(OwnedRows["Searchable"]):
    def visible_to(self, actor: Actor) -> Self:
        return walled(super().visible_to(actor), actor, "subject_id")  # type: ignore[return-value]


class Searchable(Row):
    """The words by which a report or a case is found: reference, title, names, accounts, what was said, and how names sound."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    subject_id = models.UUIDField(unique=True)
    is_case = models.BooleanField()
    label = models.CharField(max_length=300)
    at = models.DateTimeField()
    words = SearchVectorField()
    spelt = ArrayField(
        models.TextField(), help_text="Names, accounts and telephone numbers as they are written, to say why it was found."
    )

    objects = Searchables.as_manager()


class Compared(models.TextChoices):
    PERSON = "person", "people"
    REPORT = "report", "reports"


class Comparisons(OwnedRows["Comparison"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever may not see both sides does not learn that they were compared."""
        seen, reports = Involvement.objects.visible_to(actor), Report.objects.visible_to(actor)
        people = Q(kind=Compared.PERSON) & _both(seen, "person_id")
        return super().visible_to(actor).filter(people | Q(kind=Compared.REPORT) & _both(reports, "pk"))

    def standing(self) -> Self:
        return self.filter(undone_at=None)

    def about(self, subject_id: UUID) -> Self:
        return self.filter(Q(kept_id=subject_id) | Q(other_id=subject_id))


def _both(rows: models.QuerySet[Any], key: str) -> Q:
    sides = [models.Exists(rows.filter(**{key: models.OuterRef(side)})) for side in ("kept_id", "other_id")]
    return Q(sides[0]) & Q(sides[1])


class Comparison(Row):
    """What a named person decided about two people, or two reports, that may be the same one: joined, or kept apart, and why.

    Of two people who are the same, `kept_id` is the row under which they go on. Undone, it stays on record.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Compared.choices)
    kept_id = models.UUIDField()
    other_id = models.UUIDField()
    is_same = models.BooleanField()
    reason = models.TextField()
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    undone_because = models.TextField(null=True)  # noqa: DJ001  (an append-only table fills only what is null)

    objects = Comparisons.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["kept_id"], name="comparison_kept"),
            models.Index(fields=["other_id"], name="comparison_other"),
        ]
        constraints = [
            models.UniqueConstraint(
                Least("kept_id", "other_id"),
                Greatest("kept_id", "other_id"),
                condition=Q(undone_at=None),
                name="one_standing_comparison",
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(kept_id=models.F("other_id")), name="compared_with_a_reason"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None, undone_because=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False, undone_because__gt=""),
                name="undone_who_when_and_why",
            ),
        ]


class Proposals(OwnedRows["Proposal"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever may not see both does not learn that there are two."""
        seen = Involvement.objects.visible_to(actor)
        sides = [models.Exists(seen.filter(person_id=models.OuterRef(side))) for side in ("one_id", "other_id")]
        return super().visible_to(actor).filter(sides[0], sides[1])

    def undecided(self) -> Self:
        return self.filter(settled_at=None)

    def of(self, one_id: UUID, other_id: UUID) -> Self:
        low, high = sorted((one_id, other_id))
        return self.filter(one=low, other=high)


class Proposal(Row):
    """Two people who may be the same one, and what they have in common. Of each pair there is one row, the lower id first.

    `settled_at` is when somebody decided about them; it is empty again once that decision was undone.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    because = ArrayField(models.CharField(max_length=200))
    proposed_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    objects = Proposals.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_proposal_a_pair"),
            models.CheckConstraint(condition=Q(one__lt=models.F("other")), name="proposed_in_order"),
        ]
        indexes = [
            models.Index(fields=["organisation", "-proposed_at", "-id"], name="proposal_open", condition=Q(settled_at=None))
        ]
