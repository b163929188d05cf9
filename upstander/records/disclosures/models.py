"""The only things that cross a wall: letters and messages, frozen, sealed, sent, and kept."""

from typing import Self

from django.db import models
from django.db.models import Q

from upstander.kernel.actor import Actor
from upstander.records.access.models import Membership, walled
from upstander.records.cases.models import Case, Family
from upstander.records.disclosures.arrivals import Arrival  # noqa: F401  (a model of this record)
from upstander.records.disclosures.elsewhere import Paper, SealedLink  # noqa: F401  (models of this record)
from upstander.records.disclosures.exchange import Crossing, Enclosure, Exchange  # noqa: F401  (models of this record)
from upstander.records.disclosures.packs import PackStep, PolicePack  # noqa: F401
from upstander.records.intake.models import Report, Way
from upstander.records.organisations.models import Organisation
from upstander.records.rows import OwnedRows, ReportersOwnRows, Row


class Disclosures(ReportersOwnRows["Disclosure"]):
    def visible_to(self, actor: Actor) -> Self:
        return walled(super().visible_to(actor), actor, "case_id")  # type: ignore[return-value]

    def visible_to_reporter(self, actor: Actor) -> Self:
        return super().visible_to_reporter(actor).filter(sent_at__isnull=False, withdrawn_at=None)

    def sent(self) -> Self:
        return self.filter(sent_at__isnull=False)

    def in_hand(self) -> Self:
        return self.filter(sent_at=None, withdrawn_at=None)


class DisclosureKind(models.TextChoices):
    OUTCOME_LETTER = "outcome_letter", "Letter about the outcome"
    RECEIVED = "received", "We have what you told us"
    STILL_LOOKING = "still_looking", "Still looking into it"
    OTHER_SCHOOL = "other_school", "Another school has a part in it"
    POLICE = "police", "The police have a part in it"
    NOTHING_HEARD = "nothing_heard", "Nothing heard from you"
    COMPLAINT_STAGE = "complaint_stage", "Answer to a complaint"


class Disclosure(Row):
    """A letter to one family, built from the projection for their own child.

    Shapes: `payload` holds the fields of the letter's allow-list and nothing else (disclosures/projection.py).
    `seal` is the digest over payload, HTML, text and both PDFs, taken when it is sent; from then on nothing changes.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=DisclosureKind.choices)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="disclosures")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="letters")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="disclosures")
    purpose = models.CharField(max_length=200)
    lawful_basis = models.CharField(max_length=200)
    payload = models.JSONField()
    html = models.TextField()
    text = models.TextField()
    pdf = models.BinaryField(null=True)
    large_pdf = models.BinaryField(null=True, help_text="The same letter in large print.")
    pdf_trouble = models.CharField(max_length=300, blank=True, help_text="Why the PDF cannot be made, for staff.")
    composed_at = models.DateTimeField()
    composed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    checked_alone_because = models.CharField(max_length=300, blank=True, help_text="Where no second person could look.")
    sent_at = models.DateTimeField(null=True)
    seal = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True, help_text="For the school's record; never sent.")

    objects = Disclosures.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_at=None, checked_by=None) | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="checked_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None, seal="")
                | Q(sent_at__isnull=False, checked_at__isnull=False, pdf__isnull=False) & ~Q(seal=""),
                name="sent_only_checked_and_sealed",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=models.F("composed_by")) | ~Q(checked_alone_because=""),
                name="second_look_or_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_because="") | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because=""),
                name="withdrawn_disclosure_has_a_reason",
            ),
            models.UniqueConstraint(
                fields=["family", "kind"], condition=Q(sent_at=None, withdrawn_at=None), name="one_letter_in_hand"
            ),
        ]

    @property
    def tells_the_outcome(self) -> bool:
        """Whether its family has been told once this is sent. All other kinds are news between whiles."""
        return self.kind == DisclosureKind.OUTCOME_LETTER

    def may_still_go(self) -> Self:
        """A complaint is answered also after the case is closed.

        Raises: CaseIsClosed.
        """
        if self.kind != DisclosureKind.COMPLAINT_STAGE:
            self.family.case.still_open()
        return self

    def has_pdf(self) -> bool:
        """Without reading it."""
        return Disclosure.objects.filter(pk=self.pk, pdf__isnull=False).exists()


class Holds(OwnedRows["Hold"]):
    def visible_to(self, actor: Actor) -> Self:
        return walled(super().visible_to(actor), actor, "disclosure__case_id")  # type: ignore[return-value]

    def standing(self) -> Self:
        return self.filter(superseded_at=None)


class Hold(Row):
    """Words of a letter that may tell of another child, and what a second person decided about them. No family reads it.

    Shapes: `found` is a list of {field, word, kind}, as naming.Mention has them. `let_stand` is nothing until it is decided.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="holds")
    found = models.JSONField()
    written_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    let_stand = models.BooleanField(null=True)
    because = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True, help_text="When the letter was written anew.")

    objects = Holds.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(let_stand=None, decided_by=None, decided_at=None, because="")
                | Q(let_stand__isnull=False, decided_by__isnull=False, decided_at__isnull=False) & ~Q(because=""),
                name="hold_decided_who_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("written_by")), name="hold_decided_by_a_second_person"
            ),
            models.UniqueConstraint(fields=["disclosure"], condition=Q(superseded_at=None), name="one_standing_hold"),
        ]


class Complaints(ReportersOwnRows["Complaint"]):
    def visible_to(self, actor: Actor) -> Self:
        return walled(super().visible_to(actor), actor, "case_id")  # type: ignore[return-value]

    def open(self) -> Self:
        return self.filter(answered_at=None)


class Complaint(Row):
    """A family does not agree with a letter: the stage that this began, in the school's words of that day, and until when.

    Shapes: `words` may be empty. `answer` is the letter that answered it. `report` is the one through whose code they read, and
    nothing where they have none. `taken_by` is who took it down, where they did not write it themselves.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="complaints")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="complaints")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="complaints")
    letter = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="complaint")
    words = models.TextField(blank=True)
    stage = models.PositiveSmallIntegerField()
    stage_name = models.CharField(max_length=120)
    to_whom = models.CharField(max_length=200)
    reach = models.CharField(max_length=300, blank=True)
    days = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    way = models.CharField(max_length=10, choices=Way.choices, blank=True)
    taken_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.ForeignKey(Disclosure, on_delete=models.PROTECT, null=True, related_name="answers")

    objects = Complaints.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["family"], condition=Q(answered_at=None), name="one_open_complaint_a_family"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer=None) | Q(answered_at__isnull=False, answer__isnull=False),
                name="complaint_answered_when_and_how",
            ),
            models.CheckConstraint(
                condition=Q(taken_by=None, taken_at=None, way="", report__isnull=False)
                | Q(taken_by__isnull=False, taken_at__isnull=False, made_at__lte=models.F("taken_at")) & ~Q(way=""),
                name="complaint_written_or_taken_down",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "answer_by", "id"], name="complaint_open", condition=Q(answered_at=None))]


STEPS = (
    "composed", "held", "let stand", "sent back", "checked", "sent", "posted", "handed over", "opened", "acknowledged",
    "withdrawn", "printed",
)  # fmt: skip


class Step(Row):
    """What happened to a disclosure, by whom and when."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=20, choices=[(verb, verb) for verb in STEPS])
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    objects = OwnedRows["Step"].as_manager()

    class Meta:
        ordering = ["at", "id"]


class Messages(ReportersOwnRows["Message"]):
    def visible_to(self, actor: Actor) -> Self:
        return walled(super().visible_to(actor), actor, "report_id")  # type: ignore[return-value]

    def unread_by_school(self) -> Self:
        return self.filter(to_family=False, read_at=None)


class Message(Row):
    """A word between the school and the person who reported, in either direction. Never edited."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="messages")
    to_family = models.BooleanField()
    is_question = models.BooleanField(default=False)
    words = models.TextField()
    said_by = models.CharField(max_length=200)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = Messages.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["report", "-at"], name="message_newest"),
            models.Index(fields=["organisation", "at", "id"], name="message_unread", condition=Q(to_family=False, read_at=None)),
        ]


class LetStands(OwnedRows["LetStand"]):
    def visible_to(self, actor: Actor) -> Self:
        return walled(super().visible_to(actor), actor, "message__report_id")  # type: ignore[return-value]


class LetStand(Row):
    """Words of a message that may tell of another child, and why whoever wrote it let them stand. No family reads it.

    Shapes: `found` is a list of {word, kind}, as naming.Mention has them.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="let_stand")
    found = models.JSONField()
    because = models.CharField(max_length=300)
    let_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = LetStands.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(because=""), name="let_stand_with_a_reason")]
