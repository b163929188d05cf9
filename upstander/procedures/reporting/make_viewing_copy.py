"""The worker makes a copy of a picture that can be shown: drawn anew, without place, device or hidden data."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import system
from upstander.records.access.asking import asking
from upstander.records.evidence import vault
from upstander.records.evidence.models import Bundle, Custody, Item, ItemState
from upstander.records.evidence.refusing import Refused


def make_viewing_copy(item_id: UUID, organisation_id: UUID, *, at: datetime) -> None:
    """Make the copy once, however often the job runs. A picture that cannot be drawn is kept as it came."""
    from upstander.records.evidence import pictures  # with Pillow, for which a worker without pictures has no use

    actor = system(organisation_id)
    with asking(actor):
        item = Item.objects.visible_to(actor).select_for_update().filter(pk=item_id, state=ItemState.CHECKING).first()
        if item is None:
            return
        item.state = ItemState.KEPT
        if item.media_type in pictures.FORMATS:
            item.has_copy = _copied(item)
            item.state = ItemState.KEPT if item.has_copy else ItemState.UNREADABLE
        item.save(update_fields=["state", "has_copy"])
        if item.has_copy:
            Custody.objects.create(
                item=item,
                report_id=item.report_id,
                organisation_id=organisation_id,
                at=at,
                verb="copied",
                actor_name=actor.name,
            )


def _copied(item: Item) -> bool:
    from upstander.records.evidence import pictures

    bundle = Bundle.objects.get(pk=item.bundle_id)
    if bundle.wrapped_key is None:
        return False
    key = vault.unwrap(bytes(bundle.wrapped_key), bundle.organisation_id)
    try:
        copy = pictures.copy_to_show(b"".join(vault.read(item.pk, key)), item.media_type)
    except (Refused, FileNotFoundError):
        return False
    vault.keep(item.pk, [copy], key, kind="copy")
    return True
