"""See to it that another school is heard from: a duty with the day by which an answer was hoped for, moved when it is chased."""

from datetime import datetime

from upstander.kernel.clock import in_london
from upstander.kernel.school_days import closing
from upstander.records.access.models import Membership, Role
from upstander.records.assessments.models import Duty
from upstander.records.disclosures.exchange import Crossing, CrossingKind, Exchange
from upstander.records.outbox.telling import something_to_do

CHASE = "chase_other_school"
SCHOOL_DAYS_BETWEEN = 5
ENDS = (CrossingKind.OUTCOME, CrossingKind.REFUSED, CrossingKind.WITHDRAWN)


def see_that_they_answer(exchange: Exchange, crossing: Crossing) -> None:
    """After something crossed, in either direction: raise the duty, move it, or end it. `exchange` comes with its case."""
    if not exchange.began_here or exchange.case is None:
        return
    standing = Duty.objects.open().filter(about_id=exchange.pk, duty=CHASE)
    if crossing.kind in ENDS:
        standing.update(done_at=crossing.at, done_by=crossing.said_by)
    elif crossing.kind == CrossingKind.REFERRAL:
        _raise(exchange, crossing.at)
    elif crossing.outgoing and crossing.kind in (CrossingKind.REMINDER, CrossingKind.QUESTION):
        after = exchange.organisation.calendar().after(in_london(crossing.at).date(), SCHOOL_DAYS_BETWEEN)
        standing.filter(due_at__lt=closing(after)).update(due_at=closing(after))


def _raise(exchange: Exchange, at: datetime) -> None:
    assert exchange.case is not None
    assert exchange.hoped_by is not None
    Duty.objects.create(
        organisation_id=exchange.organisation_id,
        assessment_id=exchange.case.assessment_id,
        duty=CHASE,
        actor="school",
        due_at=closing(exchange.hoped_by),
        raised_at=at,
        owner_id=exchange.case.lead_id,
        about_id=exchange.pk,
    )


def tell_staff(exchange: Exchange, crossing: Crossing, at: datetime) -> None:
    """By e-mail that something has come, and not what: whoever leads the case, or else who leads on children's safety."""
    case = exchange.own_case
    leads = Membership.objects.current().filter(organisation_id=exchange.organisation_id).select_related("account")
    told = leads.filter(pk=case.lead_id) if case else leads.filter(role__in=[Role.DSL, Role.DEPUTY_DSL])
    for member in told.order_by("id"):
        key = f"crossing:{crossing.pk}:{member.pk}"
        something_to_do(exchange.organisation_id, key=key, to_address=member.account.email, at=at)
