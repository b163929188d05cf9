"""Open a sealed link with its code, once. Five wrong codes close it."""

from datetime import datetime, timedelta
from hmac import compare_digest

from upstander.kernel.actor import system
from upstander.kernel.references import token
from upstander.kernel.school_days import closing
from upstander.records.access.asking import asking
from upstander.records.access.doors import key_digest
from upstander.records.audit import recording
from upstander.records.disclosures.elsewhere import MOST_TRIES, SealedLink
from upstander.records.disclosures.exchange import Crossing, CrossingKind, Exchange
from upstander.records.disclosures.from_outside import BY_LINK, come_in
from upstander.records.disclosures.sealed import NoSuchLink, code_digest, holder_of, locked_exchange, unopened_link

LASTS_AFTER = timedelta(days=14)  # after the day by which an answer was hoped for


def open_sealed_link(word: str, *, code: str, at: datetime) -> tuple[str, datetime]:
    """The key of whoever holds it from now on, kept by nobody else, and until when it lets them in.

    Raises: NoSuchLink, for a wrong code as well.
    """
    found = unopened_link(word, at)
    if found is None:
        raise NoSuchLink
    with asking(system(found.organisation_id)):
        exchange = locked_exchange(found)
        link = SealedLink.objects.select_for_update().unopened(at).filter(pk=found.pk).first()
        opened = _try(link, exchange, word, code, at) if link and not exchange.has_ended else None
    if opened is None:  # only here: a wrong code is counted, whatever becomes of the request
        raise NoSuchLink
    return opened


def _try(link: SealedLink, exchange: Exchange, word: str, code: str, at: datetime) -> tuple[str, datetime] | None:
    if not compare_digest(bytes(link.code_digest), code_digest(word, code)):
        _count(link, at)
        return None
    key = token()
    link.opened_at, link.holder_digest = at, key_digest(key)
    if exchange.hoped_by is not None:
        link.expires_at = max(link.expires_at, closing(exchange.hoped_by) + LASTS_AFTER)
    link.save(update_fields=["opened_at", "holder_digest", "expires_at"])
    come_in(
        exchange, CrossingKind.OPENED, said_by="Upstander", words="", how={BY_LINK: str(link.pk)}, said_at=at, at=at, tell=False
    )
    Crossing.objects.filter(exchange=exchange, outgoing=True, delivered_at=None).update(delivered_at=at)
    Exchange.objects.filter(pk=exchange.pk, delivered_at=None).update(delivered_at=at)
    recording.record(holder_of(link), "sealed_link_opened", "exchange", exchange.pk, at=at, link=str(link.pk))
    return key, link.expires_at


def _count(link: SealedLink, at: datetime) -> None:
    link.tries += 1
    if link.tries >= MOST_TRIES:
        link.withdrawn_at = at
    link.save(update_fields=["tries", "withdrawn_at"])
    recording.record(
        holder_of(link), "sealed_link_wrong_code", "exchange", link.exchange_id, at=at, link=str(link.pk), tries=link.tries
    )
