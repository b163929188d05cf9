"""Make a link with which a school that nobody has here reads one referral and answers it. The code goes another way."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.references import in_fours, token
from upstander.records.access.doors import key_digest
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.disclosures.elsewhere import SealedLink, check_elsewhere
from upstander.records.disclosures.exchange import Exchange
from upstander.records.disclosures.freezing import freeze_for_elsewhere
from upstander.records.disclosures.sealed import code_digest

LASTS = timedelta(days=14)
CODES = 10**8


@dataclass(frozen=True, slots=True)
class Made:
    """The link's row, the word that is in the link, and the code: shown once, kept by nobody."""

    link: SealedLink
    word: str
    code: str


def send_by_link(*, actor: Actor, exchange_id: UUID, at: datetime) -> Made:
    """The link before it, opened or not, opens nothing any more.

    Raises: NotPermitted; CaseIsClosed; NotElsewhere; NamesOthers.
    """
    rows = Exchange.objects.select_for_update(of=("self",)).select_related("case__assessment", "organisation", "pupil", "other")
    exchange = permitted(actor, May.EXCHANGE, rows, exchange_id)
    check_elsewhere(exchange)
    crossing = freeze_for_elsewhere(exchange, by=actor, at=at, how=", with a link")
    SealedLink.objects.standing().filter(exchange=exchange).update(withdrawn_at=at)
    word, code = token(), f"{secrets.randbelow(CODES):08d}"
    link = SealedLink.objects.create(
        organisation_id=exchange.organisation_id,
        exchange=exchange,
        token_digest=key_digest(word),
        code_digest=code_digest(word, code),
        made_by_id=actor.member,
        made_at=at,
        expires_at=at + LASTS,
    )
    recording.record(
        actor, "sealed_link_made", "case", exchange.case_id, at=at, exchange=str(exchange.pk), to=exchange.other_urn,
        link=str(link.pk), seal=crossing.seal,
    )  # fmt: skip
    return Made(link, word, in_fours(code))
