"""The person who reports adds files that show what happened: while writing the report, or after sending it."""

from collections.abc import Sequence
from datetime import datetime

from upstander.kernel.actor import Actor, system
from upstander.records.access.asking import asking
from upstander.records.access.requiring import NotPermitted
from upstander.records.audit import recording
from upstander.records.disclosures.arrivals import ArrivalKind, came_of_report
from upstander.records.evidence.models import Item
from upstander.records.evidence.taking_in import Hands, NotTaken, Offered, forget, take_in


def attach_evidence(actor: Actor, offered: Sequence[Offered], *, at: datetime) -> list[NotTaken]:
    """Check each file, keep those that can be kept, and return the others with the reason.

    The actor is the reporter of a draft (no organisation yet) or of a report that was sent.

    Raises: NotPermitted.
    """
    if not actor.is_reporter or actor.report_id is None:
        raise NotPermitted("only the person who reports may add to what they say")
    taken: list[Item] = []
    try:
        with asking(system(actor.organisation_id) if actor.organisation_id else actor):
            taken, refused = take_in(
                offered, Hands(actor.name), report_id=actor.report_id, organisation_id=actor.organisation_id, at=at
            )
            if actor.organisation_id and taken:
                report_id, school = actor.report_id, actor.organisation_id
                came_of_report(ArrivalKind.FILES, taken[0].pk, report_id=report_id, organisation_id=school, at=at)
                recording.record(actor, "added evidence", "report", report_id, at=at, files=len(taken))
    except BaseException:
        forget(taken)
        raise
    return refused
