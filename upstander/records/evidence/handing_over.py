"""Evidence passes from the person who wrote a draft to the organisation that received the report."""

from uuid import UUID

from upstander.records.evidence import vault
from upstander.records.evidence.models import Bundle, Custody, Item


def hand_over(report_id: UUID, organisation_id: UUID) -> list[Item]:
    """Give the files and their key to an organisation, and return the files in order. Runs as the reporter."""
    bundle = Bundle.objects.select_for_update().filter(report_id=report_id).first()
    if bundle is None:
        return []
    bundle.wrapped_key = vault.rewrapped(bytes(bundle.wrapped_key or b""), None, organisation_id)
    bundle.organisation_id = organisation_id
    bundle.save(update_fields=["wrapped_key", "organisation"])
    Item.objects.filter(report_id=report_id).update(organisation_id=organisation_id)
    Custody.objects.filter(report_id=report_id).update(organisation_id=organisation_id)
    return list(Item.objects.filter(report_id=report_id).present().order_by("position"))
