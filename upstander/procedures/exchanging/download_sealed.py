"""The holder of a link takes one file that came with the referral, which is on record like every look."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import system
from upstander.kernel.ciphers import Altered
from upstander.kernel.digests import of_bytes
from upstander.records.access.asking import asking
from upstander.records.audit import recording
from upstander.records.disclosures.exchange import Enclosure, Exchange
from upstander.records.disclosures.sealed import NoSuchLink, enclosures_of, held_link, holder_of, may_read
from upstander.records.evidence import vault
from upstander.records.evidence.models import Custody, Item


class NotAsSent(Exception):
    """The stored file is not what was sealed."""


def download_sealed(key: str, *, enclosure_id: UUID, at: datetime) -> tuple[Item, bytes]:
    """Raises: NoSuchLink, for a file of anything else as well; NotAsSent."""
    link = held_link(key, at)
    if link is None:
        raise NoSuchLink
    with asking(system(link.organisation_id)):
        exchange = Exchange.objects.get(pk=link.exchange_id)
        enclosed = next((it for it in enclosures_of(exchange) if it.pk == enclosure_id), None)
        if enclosed is None or not may_read(exchange):
            raise NoSuchLink
        content, item, holder = _content(enclosed), enclosed.item, holder_of(link)
        Custody.objects.create(
            item=item,
            report_id=item.report_id,
            organisation_id=item.organisation_id,
            at=at,
            verb="downloaded",
            actor_name=f"{holder.name}, {exchange.other_name}"[:200],
        )
        recording.record(holder, "evidence_downloaded", "report", item.report_id, at=at, item=str(item.pk), sha256=item.sha256)
    return item, content


def _content(enclosed: Enclosure) -> bytes:
    item = enclosed.item
    try:
        key = vault.unwrap(bytes(item.bundle.wrapped_key or b""), item.organisation_id)
        content = b"".join(vault.read(item.pk, key))
    except (FileNotFoundError, Altered, ValueError) as damaged:
        raise NotAsSent from damaged
    if of_bytes(content) != enclosed.sha256:
        raise NotAsSent
    return content
