"""What a school has published about how it acts: the words that letters cite."""

from datetime import date
from typing import Self

from django.db import models

from upstander.records.organisations.models import Organisation
from upstander.records.policies.reading import PolicyDecision, Proposal, Reading
from upstander.records.rows import OwnedRows, Row

__all__ = ["Clause", "PolicyDecision", "Proposal", "Reading"]  # the tables of this record


class Behaviour(models.TextChoices):
    """Kinds of behaviour, as a policy's ladder lists them."""

    ONLINE_BULLYING = "online_bullying", "Online bullying"
    BULLYING = "bullying", "Bullying face to face"
    FALLING_OUT = "falling_out", "A falling-out between pupils"
    PREJUDICE = "prejudice", "Prejudice-based behaviour"
    SEXUAL = "sexual", "Sexual harassment"
    THREATS = "threats", "Threats"


class Clauses(OwnedRows["Clause"]):
    def in_force(self, on: date) -> Self:
        return self.filter(in_force_from__lte=on).order_by("behaviour", "-in_force_from", "-id").distinct("behaviour")


class Clause(Row):
    """What the published policy says the school usually does about one kind of behaviour."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="policy_clauses")
    behaviour = models.CharField(max_length=20, choices=Behaviour.choices)
    policy = models.CharField(max_length=120)
    version = models.CharField(max_length=40)
    clause = models.CharField(max_length=20)
    words = models.TextField()
    in_force_from = models.DateField()

    objects = Clauses.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "behaviour", "in_force_from"], name="one_clause_a_behaviour_and_day")
        ]
