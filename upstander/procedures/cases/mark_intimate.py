"""Mark a file that shows, or may show, a nude or sexual image: nobody here looks at it or passes it on any more."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.typed import typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.evidence.models import Item, Marking

LONGEST = 300


def mark_intimate(*, actor: Actor, item_id: UUID, words: str, at: datetime) -> Marking:
    """Whoever may look at evidence may say so, at once and without asking anybody. Twice is once.

    `words` say how it was noticed, cut where they are too long: nothing stands in the way of this.
    Raises: NotPermitted.
    """
    item = permitted(actor, May.LOOK_AT_EVIDENCE, Item.objects.select_for_update(of=("self",)), item_id)
    how = {"organisation_id": actor.organisation_id, "words": typed_line(words)[:LONGEST], "marked_by_id": actor.member, "at": at}
    marking, is_new = Marking.objects.get_or_create(item=item, defaults=how)
    if is_new:
        recording.record(actor, "evidence_marked", "report", item.report_id, at=at, item=str(item.pk))
    return marking
