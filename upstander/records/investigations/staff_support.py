"""What was offered and given to a member of staff who is targeted, or whom a case upsets."""

from typing import Self

from django.db import models
from django.db.models import Q

from upstander.kernel.actor import Actor
from upstander.records.access.matrix import May, role_may
from upstander.records.access.models import Membership
from upstander.records.cases.models import Case, OfCase
from upstander.records.organisations.models import Organisation
from upstander.records.rows import Row


class TakenUp(models.TextChoices):
    YES = "yes", "They took it up"
    NO = "no", "They did not want it"
    OPEN = "open", "They have not said yet"


class StaffSupports(OfCase["StaffSupport"]):
    def visible_to(self, actor: Actor) -> Self:
        """Of the cases that this person may see: all of it for those who answer for staff, else their own."""
        rows = super().visible_to(actor)
        if not actor.is_staff or role_may(actor.role, May.READ_STAFF_SUPPORT):
            return rows
        return rows.filter(recorded_by=actor.membership_id)


class StaffSupport(Row):
    """Nothing about anybody's health. In no chronology, because colleagues who work on the case read that."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="staff_supports")
    for_whom = models.CharField(max_length=200)
    offered = models.TextField()
    taken_up = models.CharField(max_length=10, choices=TakenUp.choices)
    given = models.TextField(blank=True, help_text="What was given, and by whom.")
    by_whom = models.CharField(max_length=200)
    day = models.DateField()
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = StaffSupports.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(taken_up=TakenUp.YES) | ~Q(given=""), name="taken_up_and_given")]
