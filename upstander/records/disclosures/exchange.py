"""What goes to and fro between this organisation and one other, as this one keeps it. The other one keeps its own.

Nothing here is read by both: what crosses is copied, sealed, into rows of whoever receives it (crossing.py).
"""

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from upstander.kernel.actor import Actor
from upstander.kernel.references import uuid7
from upstander.records.access.models import Membership, walled
from upstander.records.cases.models import Case
from upstander.records.evidence.models import Item
from upstander.records.intake.models import Report
from upstander.records.organisations.models import Organisation
from upstander.records.people.models import Person
from upstander.records.rows import M, OwnedRows, Row


class ExchangeKind(models.TextChoices):
    REFERRAL = "referral", "Referral to another school"


class Turn(models.TextChoices):
    """Who is to do something next. Nobody, where it has ended or is not sent yet."""

    US = "us", "We are"
    THEM = "them", "They are"
    NOBODY = "", "Nobody"


class Exchanges(OwnedRows["Exchange"]):
    def visible_to(self, actor: Actor) -> Self:
        return walled(super().visible_to(actor), actor, "subject_id")  # type: ignore[return-value]

    def sent(self) -> Self:
        return self.filter(sent_at__isnull=False)

    def ours_to_do(self) -> Self:
        return self.filter(turn=Turn.US)

    def theirs_to_do(self) -> Self:
        return self.filter(turn=Turn.THEM)


class Exchange(Row):
    """One matter between two organisations. `shared_id` is the same at both, and nothing else is.

    `subject_id` is what its walls stand round: the case that it was begun from, or itself where it came in; the report as which
    it is accepted has the same key. Shapes: `draft` holds a referral that is still being written, as referring.Words.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="exchanges")
    kind = models.CharField(max_length=10, choices=ExchangeKind.choices)
    shared_id = models.UUIDField(default=uuid7)
    began_here = models.BooleanField()
    other = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+", help_text="Where it is here.")
    other_urn = models.PositiveIntegerField(null=True)
    other_name = models.CharField(max_length=200)
    subject_id = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="exchanges")
    report = models.OneToOneField(Report, on_delete=models.PROTECT, null=True, related_name="exchange")
    pupil = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", help_text="Theirs, as we know them.")
    title = models.CharField(max_length=200, help_text="The pupil that it is about, for lists.")
    draft = models.JSONField(default=dict)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    hoped_by = models.DateField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    outcome_at = models.DateTimeField(null=True)
    turn = models.CharField(max_length=4, choices=Turn.choices, blank=True)
    turn_since = models.DateTimeField(null=True)

    objects = Exchanges.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "shared_id"], name="one_exchange_at_each_side"),
            models.UniqueConstraint(
                fields=["case", "pupil"], condition=Q(sent_at=None), name="one_referral_in_hand", nulls_distinct=True
            ),
            models.CheckConstraint(
                condition=Q(began_here=True, case__isnull=False, begun_by__isnull=False, subject_id=models.F("case"))
                | Q(began_here=False, sent_at__isnull=False, subject_id=models.F("id")),
                name="exchange_begun_from_a_case_or_came_in",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=False)
                | Q(delivered_at=None, accepted_at=None, refused_at=None, withdrawn_at=None, outcome_at=None, turn=Turn.NOBODY),
                name="nothing_happens_before_it_is_sent",
            ),
            models.CheckConstraint(
                condition=Q(turn=Turn.NOBODY, turn_since=None) | ~Q(turn=Turn.NOBODY) & Q(turn_since__isnull=False),
                name="turn_since_when",
            ),
            models.CheckConstraint(condition=Q(accepted_at=None) | Q(refused_at=None), name="exchange_not_accepted_and_refused"),
        ]
        indexes = [
            models.Index(fields=["organisation", "-begun_at", "-id"], name="exchange_newest"),
            models.Index(fields=["organisation", "turn_since", "id"], name="exchange_ours", condition=Q(turn="us")),
            models.Index(fields=["case"], name="exchanges_of_case"),
        ]

    @property
    def has_ended(self) -> bool:
        return any((self.refused_at, self.withdrawn_at, self.outcome_at))

    @property
    def own_case(self) -> Case | None:
        """The case that it was begun from, or that the report as which it was accepted is in, if any."""
        if self.case is not None or self.report is None:
            return self.case
        return self.report.in_case.case if hasattr(self.report, "in_case") else None

    @property
    def may_be_read(self) -> bool:
        """What was taken back before anybody accepted it is not shown any more."""
        return self.began_here or self.withdrawn_at is None or self.accepted_at is not None


class CrossingKind(models.TextChoices):
    REFERRAL = "referral", "Referral"
    OPENED = "opened", "Opened"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Refused"
    QUESTION = "question", "Question"
    ANSWER = "answer", "Answer"
    REMINDER = "reminder", "Reminder"
    OUTCOME = "outcome", "Outcome"
    WITHDRAWN = "withdrawn", "Withdrawn"


class OfExchange(OwnedRows[M]):
    def visible_to(self, actor: Actor) -> Self:
        own = Exchange.objects.filter(pk=models.OuterRef("exchange_id"))
        return walled(super().visible_to(actor), actor, "subject_id", holder=own)  # type: ignore[return-value]


class Crossings(OfExchange["Crossing"]):
    def readable(self) -> Self:
        """Without what was taken back before anybody accepted it; that it was taken back, and why, is read."""
        ours, stands = Q(exchange__began_here=True), Q(exchange__withdrawn_at=None)
        return self.filter(ours | stands | Q(exchange__accepted_at__isnull=False) | Q(kind=CrossingKind.WITHDRAWN))


class Crossing(Row):
    """One thing that crossed, in either direction, frozen and sealed. `shared_id` is the same at both sides.

    Shapes: `payload` as referring.py and crossing.py make it, nothing else; `seal` is the SHA-256 of its canonical JSON, in
    hexadecimal. `words` are those that somebody wrote, for lists.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, related_name="crossings")
    shared_id = models.UUIDField(default=uuid7)
    kind = models.CharField(max_length=10, choices=CrossingKind.choices)
    outgoing = models.BooleanField()
    payload = models.JSONField()
    words = models.TextField(blank=True)
    seal = models.CharField(max_length=64)
    said_by = models.CharField(max_length=200)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(help_text="When it was sent.")
    delivered_at = models.DateTimeField(null=True)

    objects = Crossings.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "shared_id"], name="crosses_once")]
        indexes = [models.Index(fields=["exchange", "at", "id"], name="crossing_in_order")]


class Enclosure(Row):
    """A file that goes, or came, with a crossing: our own item of evidence, with the digest of the bytes that cross."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    crossing = models.ForeignKey(Crossing, on_delete=models.PROTECT, related_name="enclosures")
    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)

    objects = OfExchange["Enclosure"].as_manager()


def whose_turn(exchange: Exchange, last: str, outgoing: bool) -> str:
    """Who is to do something after this crossing: whoever was asked, else the side that received the referral, until it ends."""
    if exchange.has_ended:
        return Turn.NOBODY
    if last == CrossingKind.QUESTION:
        return Turn.THEM if outgoing else Turn.US
    return Turn.THEM if exchange.began_here else Turn.US


def turned(exchange: Exchange, crossing: Crossing) -> list[str]:
    """Set whose turn it is. Gives the names of the columns that may have changed."""
    turn = whose_turn(exchange, crossing.kind, crossing.outgoing)
    if turn != exchange.turn:
        exchange.turn, exchange.turn_since = turn, crossing.at if turn else None
    return ["turn", "turn_since"]


MOMENTS = {
    CrossingKind.REFERRAL: "sent_at",
    CrossingKind.OPENED: "opened_at",
    CrossingKind.ACCEPTED: "accepted_at",
    CrossingKind.REFUSED: "refused_at",
    CrossingKind.WITHDRAWN: "withdrawn_at",
    CrossingKind.OUTCOME: "outcome_at",
}


def note(exchange: Exchange, crossing: Crossing) -> None:
    """What a crossing means for the exchange: its moment, once, and whose turn it is now."""
    changed = []
    moment = MOMENTS.get(CrossingKind(crossing.kind))
    if moment and getattr(exchange, moment) is None:
        setattr(exchange, moment, crossing.at)
        changed.append(moment)
    if crossing.kind != CrossingKind.OPENED:
        changed += turned(exchange, crossing)
    exchange.save(update_fields=changed)


def exchange_of(organisation_id: UUID, shared_id: UUID) -> Exchange | None:
    """Locked."""
    rows = Exchange.objects.select_for_update(of=("self",)).select_related("organisation", "case", "report")
    return rows.filter(organisation_id=organisation_id, shared_id=shared_id).first()
