"""A referral to a school that nobody has here: by post, or with a link that shows this one matter and nothing else."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from upstander.kernel.problems import Problem
from upstander.records.access.models import Membership
from upstander.records.disclosures.exchange import Crossing, CrossingKind, Exchange, OfExchange
from upstander.records.organisations.models import Organisation
from upstander.records.outbox.queue import enqueue
from upstander.records.rows import Row

MOST_TRIES = 5


class NotElsewhere(Problem):
    """The school receives referrals here, or the matter is not such that it goes by post or with a link."""


class Paper(Row):
    """What goes by post: the PDF of one thing that we said. `delivered_at` of its crossing is when it was posted or handed over.

    Shapes: `trouble` is why no PDF can be made, for staff.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, related_name="papers")
    crossing = models.OneToOneField(Crossing, on_delete=models.PROTECT, related_name="paper")
    pdf = models.BinaryField(null=True)
    trouble = models.CharField(max_length=300, null=True)  # noqa: DJ001  (the trigger lets what is null be filled once)

    objects = OfExchange["Paper"].as_manager()


class SealedLinks(OfExchange["SealedLink"]):
    def unopened(self, at: datetime) -> Self:
        return self.filter(opened_at=None, withdrawn_at=None, expires_at__gt=at)

    def held(self, at: datetime) -> Self:
        return self.filter(opened_at__isnull=False, withdrawn_at=None, expires_at__gt=at)

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class SealedLink(Row):
    """A link that opens one exchange once, with a code that goes another way. What then lets its holder in is a key of its own.

    The word, the code and the holder's key are kept by nobody but whoever was given them; here are their digests.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, related_name="links")
    token_digest = models.BinaryField(unique=True)
    code_digest = models.BinaryField()
    tries = models.PositiveSmallIntegerField(default=0, help_text="Wrong codes.")
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    holder_digest = models.BinaryField(null=True, unique=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = SealedLinks.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at=None, holder_digest=None) | Q(opened_at__isnull=False, holder_digest__isnull=False),
                name="sealed_link_opened_by_a_holder",
            ),
            models.CheckConstraint(
                condition=Q(tries__lt=MOST_TRIES) | Q(tries=MOST_TRIES, withdrawn_at__isnull=False),
                name="sealed_link_ends_with_its_tries",
            ),
            models.UniqueConstraint(fields=["exchange"], condition=Q(withdrawn_at=None), name="one_sealed_link_of_an_exchange"),
        ]


def check_elsewhere(exchange: Exchange) -> None:
    """Raises: NotElsewhere. `exchange` comes with its other side."""
    if not exchange.began_here or exchange.has_ended:
        raise NotElsewhere("This has ended, or did not begin here, so nothing more can be sent about it.")
    if exchange.other is not None and (exchange.sent_at or exchange.other.receives_reports):
        raise NotElsewhere(f"{exchange.other_name} receives referrals here. Send it from this page.")


def put_on_paper(crossing: Crossing) -> Paper:
    """The worker makes the PDF."""
    paper = Paper.objects.create(organisation_id=crossing.organisation_id, exchange_id=crossing.exchange_id, crossing=crossing)
    enqueue("render_paper", organisation_id=str(crossing.organisation_id), paper_id=str(paper.pk))
    return paper


def let_them_know(exchange: Exchange, crossing: Crossing) -> None:
    """After something was said to a school that nobody has here: another sheet of paper; and what is taken back opens no more."""
    if exchange.other_id is not None:
        return
    if Paper.objects.filter(exchange=exchange).exists():
        put_on_paper(crossing)
    if crossing.kind == CrossingKind.WITHDRAWN:
        SealedLink.objects.unopened(crossing.at).filter(exchange=exchange).update(withdrawn_at=crossing.at)
