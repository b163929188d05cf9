"""Take the PDF to print, which is on record like every look."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.disclosures.elsewhere import Paper


def read_paper(*, actor: Actor, paper_id: UUID, at: datetime) -> Paper:
    """Raises: NotPermitted."""
    paper = permitted(actor, May.READ_EXCHANGE, Paper.objects.select_related("crossing"), paper_id)
    recording.record(actor, "printed", "exchange", paper.exchange_id, at=at, paper=str(paper.pk))
    return paper
