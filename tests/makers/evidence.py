"""Files, encrypted as the vault keeps them."""

from __future__ import annotations

from datetime import datetime

from tests.makers.ground import AT, on_behalf_of
from upstander.kernel.digests import of_bytes
from upstander.records.evidence import vault
from upstander.records.evidence.models import Bundle, Custody, Item, ItemState
from upstander.records.intake.models import Report


def make_item(
    *,
    report: Report,
    content: bytes,
    name: str = "screenshot.png",
    media_type: str = "image/png",
    copy: bytes | None = None,
    state: str = ItemState.KEPT,
    at: datetime = AT,
) -> Item:
    """A file of a report's evidence, encrypted in the vault; `copy` is what may be shown."""
    organisation_id = report.organisation_id
    with on_behalf_of(organisation_id):
        bundle, _ = Bundle.objects.get_or_create(
            report_id=report.pk, defaults={"organisation_id": organisation_id, "wrapped_key": vault.new_key(organisation_id)}
        )
        key = vault.unwrap(bytes(bundle.wrapped_key or b""), organisation_id)
        item = Item.objects.create(
            bundle=bundle,
            report_id=report.pk,
            organisation_id=organisation_id,
            name=name,
            media_type=media_type,
            size=len(content),
            sha256=of_bytes(content),
            position=Item.objects.filter(report_id=report.pk).count() + 1,
            state=state,
            has_copy=copy is not None,
            received_at=at,
        )
        vault.keep(item.pk, [content], key)
        if copy is not None:
            vault.keep(item.pk, [copy], key, kind="copy")
        Custody.objects.create(
            item=item,
            report_id=report.pk,
            organisation_id=organisation_id,
            at=at,
            verb="received",
            actor_name="the person who reported",
        )
    return item
