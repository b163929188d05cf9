"""The person who reports takes a file back before sending the report."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.records.access.asking import asking
from upstander.records.evidence import vault
from upstander.records.evidence.models import Custody, Item, ItemState


def remove_evidence(actor: Actor, item_id: UUID, *, at: datetime) -> bool:
    """Destroy the bytes and forget the name; that there was a file stays on record. False when there is no such file.

    A file of a report that was sent belongs to the organisation and is never taken back.
    """
    with asking(actor):
        item = Item.objects.visible_to(actor).present().select_for_update().filter(pk=item_id, organisation__isnull=True).first()
        if item is None:
            return False
        item.state, item.name = ItemState.REMOVED, ""
        item.save(update_fields=["state", "name"])
        Custody.objects.create(item=item, report_id=item.report_id, at=at, verb="removed", actor_name=actor.name)
        vault.destroy(item.pk)
    return True
