"""Two schools with something between them: a referral as it is written, sent, and handed over by the worker."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from tests.procedures.situation import Situation, arise
from upstander.kernel.actor import system
from upstander.procedures.exchanging.deliver_crossing import deliver_crossing
from upstander.procedures.exchanging.send_referral import send_referral
from upstander.procedures.exchanging.write_referral import write_referral
from upstander.records.access.asking import asking
from upstander.records.disclosures.exchange import Crossing, Exchange
from upstander.records.disclosures.referring import Words
from upstander.records.organisations.models import Organisation
from upstander.records.people.models import Person

HOPED = date(2026, 11, 20)
LATER = AT + timedelta(hours=1)


def words_to(school: Organisation, **changed: object) -> Words:
    it = Words(
        urn=school.school_id,
        what="Clips go round a group chat every evening, and Sam Birch sends them.",
        question="Do you know of it, and can you speak with Sam?",
        hoped_by=HOPED,
    )
    return replace(it, **changed)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """A referral from Thornbury about Sam, who goes to Northcliff."""

    situation: Situation
    ours: Exchange
    theirs: Exchange | None = None


def written(cast: Cast, **changed: object) -> Between:
    situation = arise(cast)
    with asking(cast.okafor.actor()):
        Person.objects.filter(pk=situation.sam.pk).update(school_name=cast.northcliff.name, accounts=["Snapchat: sambirch9"])
        ours = write_referral(
            actor=cast.okafor.actor(),
            case_id=situation.case.pk,
            pupil_id=situation.sam.pk,
            words=words_to(cast.northcliff, **changed),
            at=AT,
        )
    return Between(situation=situation, ours=ours)


def sent(cast: Cast, **changed: object) -> Between:
    """And handed over."""
    it = written(cast, **changed)
    with asking(cast.okafor.actor()):
        send_referral(actor=cast.okafor.actor(), exchange_id=it.ours.pk, at=LATER)
    deliver_all(cast)
    return replace(it, theirs=at_other(cast, it.ours.shared_id))


def written_elsewhere(cast: Cast, **changed: object) -> Between:
    """To a school that nobody has here."""
    return written(cast, urn=makers.make_school_line(name="Far Away School").pk, **changed)


def at_other(cast: Cast, shared_id: UUID) -> Exchange:
    with asking(cast.vance.actor()):
        return Exchange.objects.get(organisation=cast.northcliff, shared_id=shared_id)


def deliver_all(cast: Cast, at: datetime = LATER) -> int:
    """What the worker would do. Returns how many things crossed."""
    done = 0
    for organisation in (cast.thornbury, cast.northcliff):
        with asking(system(organisation.pk)):
            waiting = list(
                Crossing.objects.filter(outgoing=True, delivered_at=None).order_by("at", "id").values_list("pk", flat=True)
            )
        for crossing_id in waiting:
            deliver_crossing(organisation_id=organisation.pk, crossing_id=crossing_id, at=at)
            done += 1
    return done
