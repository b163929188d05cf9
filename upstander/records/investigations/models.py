"""What was found, why, and what is done for each child. Whether it stopped is in checks.py."""

from django.db import models
from django.db.models import Q

from upstander.records.access.models import Membership
from upstander.records.cases.models import Case, OfCase
from upstander.records.investigations.checks import Check, CheckAnswer, Recurrence, Reopening
from upstander.records.investigations.devices import Device, DeviceEvent, DeviceSearch
from upstander.records.investigations.enquiries import PlannedStep, Statement, StatementLink
from upstander.records.investigations.incidents import Incident, IncidentPart
from upstander.records.investigations.police import PoliceReport
from upstander.records.investigations.staff_support import StaffSupport
from upstander.records.organisations.models import Organisation
from upstander.records.people.models import Person
from upstander.records.rows import Row

__all__ = [  # the tables of this record
    "Check",
    "CheckAnswer",
    "Device",
    "DeviceEvent",
    "DeviceSearch",
    "Finding",
    "Incident",
    "IncidentPart",
    "Measure",
    "PlannedStep",
    "PoliceReport",
    "Recurrence",
    "Reopening",
    "StaffSupport",
    "Statement",
    "StatementLink",
]


class Outcome(models.TextChoices):
    BULLYING = "bullying", "Bullying"
    NOT_BULLYING = "not_bullying", "Not bullying: a falling-out"
    NOT_ESTABLISHED = "not_established", "Not established"


class Judged(models.TextChoices):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown", "not established"


class AskedFor(models.TextChoices):
    """Who asked that a finding be looked at again."""

    FAMILY = "family", "A family, who do not agree with it"
    NEW = "new", "The school itself: something new has come to light"
    AGAIN = "again", "The school itself: it has started again"
    COMPLAINT = "complaint", "Whoever deals with a complaint about it"
    OTHER = "other", "Somebody else, as said below"


class Finding(Row):
    """The outcome of looking into a case, with the three criteria that it rests on. A review supersedes it; both are kept.

    `asked_for_by` and `changed` say who asked for the review and what is different now; a first finding has neither.

    Source: DfE, Preventing and tackling bullying (July 2017): hurt meant, repeated, and an imbalance of power.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="findings")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    hurt_meant = models.CharField(max_length=10, choices=Judged.choices)
    hurt_meant_why = models.TextField()
    repeated = models.CharField(max_length=10, choices=Judged.choices)
    repeated_why = models.TextField()
    power = models.CharField(max_length=10, choices=Judged.choices)
    power_why = models.TextField()
    reasons = models.TextField(help_text="For the school's record; may name every child, so it is never sent.")
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="review")
    asked_for_by = models.CharField(max_length=10, choices=AskedFor.choices, blank=True)
    changed = models.TextField(blank=True, help_text="Why it was looked at again, and what is different now. Never sent.")

    objects = OfCase["Finding"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(superseded_at=None), name="one_standing_finding"),
            models.CheckConstraint(
                condition=Q(supersedes=None, asked_for_by="", changed="")
                | Q(supersedes__isnull=False) & ~Q(asked_for_by="") & ~Q(changed=""),
                name="reviewed_by_whom_and_why",
            ),
        ]


class MeasureKind(models.TextChoices):
    """A small ladder, until a school's own published one takes its place."""

    CHECK_INS = "check_ins", "A named adult checks in with the child"
    SUPPORT = "support", "Support from the pastoral team"
    SAFETY_PLAN = "safety_plan", "A safety plan"
    ONLINE_HELP = "online_help", "Help with accounts, blocking and reporting"
    RESTORATIVE = "restorative", "A restorative process, freely agreed"
    REMINDER = "reminder", "A conversation and a reminder of the rules"
    DETENTION = "detention", "Detention"
    INTERNAL = "internal", "Time out of class, in school"
    SUSPENSION = "suspension", "Suspension"
    CONTRACT = "contract", "A behaviour contract"


SANCTIONS = frozenset(
    {MeasureKind.DETENTION, MeasureKind.INTERNAL, MeasureKind.SUSPENSION, MeasureKind.CONTRACT, MeasureKind.REMINDER}
)


class Measure(Row):
    """What is done for, or about, one child. Another child's family never reads it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="measures")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="measures")
    kind = models.CharField(max_length=20, choices=MeasureKind.choices)
    words = models.TextField(blank=True, help_text="For the child's own family, in plain words.")
    from_day = models.DateField()
    freely_agreed = models.BooleanField(default=False, help_text="Both sides agreed to a restorative process, each asked alone.")
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = OfCase["Measure"].as_manager()

    @property
    def is_sanction(self) -> bool:
        return self.kind in SANCTIONS
