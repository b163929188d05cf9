"""That the school told the police: how, when and who did, and what they gave back. A later word stands beside the earlier one."""

from typing import Self

from django.db import models
from django.db.models import Q

from upstander.records.access.models import Membership
from upstander.records.cases.models import Case, OfCase
from upstander.records.organisations.models import Organisation
from upstander.records.rows import Row

ASK_POLICE = "ask_police_update"  # raised by what the police said, not by a verdict


class Told(models.TextChoices):
    """How the police were told, or how they came back."""

    EMERGENCY = "999", "By telephone, 999"
    NON_EMERGENCY = "101", "By telephone, 101"
    ONLINE = "online", "Online"
    IN_PERSON = "in_person", "Face to face"
    THEY_CAME = "they_came", "The police came back to the school"


class LooksInto(models.TextChoices):
    """What the police do with it, as they said. Source: NPCC, When to call the police; DfE, Behaviour in schools (dsl:K17)."""

    YES = "yes", "They look into it. The school asks for no more than the basic facts"
    GO_ON = "go_on", "They said that the school may go on with its own questions"
    NOT_SAID = "not_said", "They have not said yet"


class PoliceReports(OfCase["PoliceReport"]):
    def newest_first(self) -> Self:
        return self.order_by("-at", "-id")


class PoliceReport(Row):
    """One time that the school spoke with the police about a case. Never changed; what they say later is another row.

    `at` is when it was said, `recorded_at` when it was written down. A next update is a day on which somebody asks the police.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="police_reports")
    how = models.CharField(max_length=10, choices=Told.choices)
    at = models.DateTimeField()
    who = models.CharField(max_length=200, help_text="Who at the school spoke with them.")
    force = models.CharField(max_length=200, blank=True)
    log_reference = models.CharField(max_length=100, blank=True)
    crime_reference = models.CharField(max_length=100, blank=True)
    officer = models.CharField(max_length=200, blank=True)
    reach = models.CharField(max_length=300, blank=True, help_text="How the officer is reached.")
    next_update_on = models.DateField(null=True)
    looks_into = models.CharField(max_length=10, choices=LooksInto.choices)
    words = models.TextField(blank=True, help_text="What they said and asked for.")
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = PoliceReports.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "at", "id"], name="police_report_of_case")]
        constraints = [models.CheckConstraint(condition=Q(at__lte=models.F("recorded_at")), name="police_told_before_recorded")]

    @property
    def reference(self) -> str:
        """The one by which the police find it: a crime's before a log's."""
        return self.crime_reference or self.log_reference
