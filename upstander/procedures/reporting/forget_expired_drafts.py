"""The worker forgets what somebody wrote and never sent, when its time is over."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import reporter
from upstander.records.access.asking import asking
from upstander.records.evidence import vault
from upstander.records.evidence.models import Bundle, Item, ItemState
from upstander.records.intake.models import Draft
from upstander.records.intake.saving import expired_drafts


def forget_expired_drafts(*, at: datetime) -> int:
    """Remove drafts that were not sent in time with their files, and the sealed code of those that were. Returns how many."""
    expired = expired_drafts(at)
    for draft_id in expired:
        _forget(draft_id, at)
    return len(expired)


def _forget(draft_id: UUID, at: datetime) -> None:
    actor = reporter(draft_id)
    with asking(actor):
        draft = Draft.objects.visible_to(actor).expired(at).select_for_update().first()
        if draft is None:
            return
        if draft.submitted_at is None:
            _destroy_files(draft_id)
        draft.delete()


def _destroy_files(draft_id: UUID) -> None:
    items = Item.objects.filter(report_id=draft_id, organisation__isnull=True)
    for item_id in items.values_list("pk", flat=True):
        vault.destroy(item_id)
    items.update(state=ItemState.REMOVED, name="")
    Bundle.objects.filter(report_id=draft_id, organisation__isnull=True).update(wrapped_key=None)
