"""Put on record that what was printed for another school was posted or handed over."""

from datetime import date, datetime, time
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.clock import LONDON, in_london
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.disclosures.elsewhere import Paper
from upstander.records.disclosures.exchange import Crossing, Exchange

WAYS = {"posted": "It was posted", "handed over": "It was handed over in person"}


class NotPosted(Problem):
    """The way or the day is missing, or it is on record already."""


def record_posted_paper(*, actor: Actor, paper_id: UUID, way: str, on: date | None, at: datetime) -> Paper:
    """Raises: NotPermitted; NotPosted, with a sentence for each field."""
    rows = Paper.objects.select_for_update(of=("self",)).select_related("crossing")
    paper = permitted(actor, May.EXCHANGE, rows, paper_id)
    if paper.crossing.delivered_at is not None:
        raise NotPosted("It is on record when this was posted.")
    day = _day(paper.crossing, way, on, at)
    reached = min(at, max(paper.crossing.at, datetime.combine(day, time(12), LONDON)))
    Crossing.objects.filter(pk=paper.crossing_id, delivered_at=None).update(delivered_at=reached)
    Exchange.objects.filter(pk=paper.exchange_id, delivered_at=None).update(delivered_at=reached)
    recording.record(
        actor, "paper_posted", "exchange", paper.exchange_id, at=at, paper=str(paper.pk), way=way, on=day.isoformat(),
        seal=paper.crossing.seal,
    )  # fmt: skip
    return paper


def _day(crossing: Crossing, way: str, on: date | None, at: datetime) -> date:
    problems = {}
    first, today = in_london(crossing.at).date(), in_london(at).date()
    if way not in WAYS:
        problems["way"] = "Choose how it reached them."
    if on is None:
        problems["on"] = "Write the day, such as 3 12 2026."
    elif not first <= on <= today:
        problems["on"] = "The day must be between the day on which it was written and today."
    if problems or on is None:
        raise NotPosted(problems)
    return on
