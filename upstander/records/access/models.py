"""Who may come in: staff accounts and their roles, codes of reporters, walls around single people."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from upstander.kernel.actor import Actor, Kind
from upstander.kernel.references import uuid7
from upstander.records.organisations.models import Organisation
from upstander.records.rows import M, OwnedRows, Row


class Role(models.TextChoices):
    """What a member of staff is in one organisation. access/matrix.py says what each may do."""

    DSL = "dsl", "Designated safeguarding lead"
    DEPUTY_DSL = "deputy_dsl", "Deputy designated safeguarding lead"
    HEAD = "head", "Headteacher"
    PASTORAL = "pastoral", "Pastoral staff"
    GOVERNOR = "governor", "Governor"
    OFFICER = "officer", "Safer-schools officer"
    SERGEANT = "sergeant", "Safer-schools sergeant"


class Accounts(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """One person who signs in; what they may do depends on the membership they come with."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = Accounts()

    def __str__(self) -> str:
        return self.name


class Memberships(OwnedRows["Membership"]):
    def current(self) -> Self:
        return self.filter(until=None)


class Membership(Row):
    """A person's role in an organisation, from one day until another."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    display_name = models.CharField(max_length=200, help_text="As families and colleagues read it: Ms Okafor.")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = Memberships.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "account"], condition=Q(until=None), name="one_role_each")]

    def __str__(self) -> str:
        return f"{self.display_name}, {self.get_role_display()}"

    def actor(self) -> Actor:
        return Actor(
            kind=Kind.STAFF,
            name=self.display_name,
            organisation_id=self.organisation_id,
            membership_id=self.pk,
            account_id=self.account_id,
            role=self.role,
        )


class Conflict(Row):
    """A member of staff who neither sees nor handles one report or case: accused, a relative, or another reason."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="conflicts")
    subject_id = models.UUIDField(help_text="A report or a case.")
    reason = models.CharField(max_length=200)
    since = models.DateTimeField()

    objects = OwnedRows["Conflict"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "subject_id"], name="one_conflict_a_subject")]


class Grant(Row):
    """A report or case that pastoral staff have been given. Safeguarding leads need none."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="grants")
    subject_id = models.UUIDField(help_text="A report or a case.")
    given_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()

    objects = OwnedRows["Grant"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "subject_id"], name="one_grant_a_subject")]


class Absences(OwnedRows["Absence"]):
    def at(self, moment: datetime) -> Self:
        return self.filter(away_from__lte=moment, away_until__gt=moment)

    def covered_by(self, membership_id: UUID | None) -> Self:
        return self.filter(cover=membership_id)


class Absence(Row):
    """A time for which somebody is away and a colleague does what is theirs. What each may see stays as it is."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="absences")
    cover = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="covers")
    away_from = models.DateTimeField(help_text="The beginning of the first day.")
    away_until = models.DateTimeField(help_text="The end of the last day.")
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = Absences.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(away_until__gte=models.F("away_from")), name="absence_in_order"),
            models.CheckConstraint(condition=~Q(cover=models.F("membership")), name="covered_by_another"),
        ]


class ReceiptKey(models.Model):
    """What a receipt code opens. The code itself is kept by nobody but the person who was given it."""

    digest = models.BinaryField(primary_key=True)
    report_id = models.UUIDField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = OwnedRows["ReceiptKey"].as_manager()

    def __str__(self) -> str:
        return f"a code for {self.report_id}"


class Attempt(models.Model):
    """How often somebody tried something lately. `who` is a keyed digest of an address, never the address."""

    who = models.CharField(max_length=80, primary_key=True)
    window_ends_at = models.DateTimeField()
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.who


def walled(rows: OwnedRows[M], actor: Actor, subject: str = "pk", *, holder: models.QuerySet[Any] | None = None) -> OwnedRows[M]:
    """Narrow rows that are, or hang on, a report or case to what this person's walls leave open.

    `subject` names the column that holds the report's or case's id. A conflict of interest overrides every role.
    `holder` finds the row of another table that has that column: a join would be dearer (docs/performance.md).
    """
    if not actor.is_staff:
        return rows
    if actor.membership_id is None or actor.role not in READERS:
        return rows.none()
    rows = rows.filter(~_concern(Conflict.objects.filter(membership_id=actor.membership_id), subject, holder))
    if actor.role == Role.PASTORAL:
        rows = rows.filter(_concern(Grant.objects.filter(membership_id=actor.membership_id), subject, holder))
    return rows


def _concern(walls: models.QuerySet[Any], subject: str, holder: models.QuerySet[Any] | None) -> models.Exists:
    """Whether any of these conflicts or grants is about the row."""
    if holder is None:
        return models.Exists(walls.filter(subject_id=models.OuterRef(subject)))
    return models.Exists(holder.filter(**{f"{subject}__in": walls.values("subject_id")}))


READERS = frozenset({Role.DSL, Role.DEPUTY_DSL, Role.HEAD, Role.PASTORAL})


def wall_off(membership: Membership, subject_id: UUID, reason: str, at: datetime) -> None:
    Conflict.objects.get_or_create(
        organisation_id=membership.organisation_id,
        membership=membership,
        subject_id=subject_id,
        defaults={"reason": reason, "since": at},
    )
