"""The person who reported adds to what they said. The report itself stays as it was."""

from datetime import datetime

from upstander.kernel.actor import Actor, system
from upstander.kernel.digests import of_json
from upstander.records.access.asking import asking
from upstander.records.access.requiring import report_of
from upstander.records.audit import recording
from upstander.records.disclosures.arrivals import ArrivalKind, came_of_report
from upstander.records.intake.models import Addition

MOST = 20_000


class NothingSaid(Exception):
    """Write something before you add it, or choose a file."""


class TooLong(Exception):
    """That is longer than 20,000 characters. Please add it in two parts."""


def add_to_report(actor: Actor, words: str, *, at: datetime) -> None:
    """Raises: NotPermitted, NothingSaid, TooLong."""
    report_id, organisation_id = report_of(actor)
    if not words.strip():
        raise NothingSaid(NothingSaid.__doc__)
    if len(words) > MOST:
        raise TooLong(TooLong.__doc__)
    with asking(system(organisation_id)):
        addition = Addition.objects.create(
            organisation_id=organisation_id,
            report_id=report_id,
            words=words,
            digest=of_json({"words": words}),
            at=at,
        )
        came_of_report(ArrivalKind.ADDITION, addition.pk, report_id=report_id, organisation_id=organisation_id, at=at)
        recording.record(actor, "added to the report", "report", report_id, at=at)
