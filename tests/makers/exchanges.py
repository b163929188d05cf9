"""What goes to and fro between schools, as the school that began it keeps it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from tests.makers.ground import AT, on_behalf_of
from upstander.records.access.doors import key_digest
from upstander.records.access.models import Membership
from upstander.records.cases.models import Case
from upstander.records.disclosures.crossing import seal_of
from upstander.records.disclosures.elsewhere import Paper, SealedLink
from upstander.records.disclosures.exchange import Crossing, CrossingKind, Enclosure, Exchange, ExchangeKind, Turn
from upstander.records.evidence.models import Item
from upstander.records.organisations.models import Organisation
from upstander.records.people.models import Person


def make_exchange(
    *, case: Case, pupil: Person, by: Membership, other: Organisation, item: Item | None = None, at: datetime = AT
) -> Exchange:
    """A referral that was sent, and has not been answered."""
    words = f"{pupil.name} is said to have had a part."
    referral: dict[str, Any] = {
        "sender": {"school": "Ours", "urn": None, "address": [], "phone": "", "person": by.display_name},
        "to": other.name,
        "to_urn": other.school_id,
        "pupil": {"name": pupil.name, "year": "", "accounts": []},
        "ours": None,
        "what": words,
        "happened": [],
        "done": "",
        "limits": [],
        "image": "",
        "files": [],
        "question": "",
        "hoped_by": (at + timedelta(days=10)).date().isoformat(),
        "written_on": at.date().isoformat(),
    }
    payload = {"version": 1, "kind": "referral", "purpose": "", "lawful_basis": "", "referral": referral, "words": words}
    with on_behalf_of(case.organisation_id):
        exchange = Exchange.objects.create(
            organisation_id=case.organisation_id,
            kind=ExchangeKind.REFERRAL,
            began_here=True,
            other=other,
            other_urn=other.school_id,
            other_name=other.name,
            subject_id=case.pk,
            case=case,
            pupil=pupil,
            title=pupil.name,
            begun_at=at,
            begun_by=by,
            hoped_by=date.fromisoformat(str(referral["hoped_by"])),
            sent_at=at,
            turn=Turn.THEM,
            turn_since=at,
        )
        crossing = Crossing(
            organisation_id=case.organisation_id,
            exchange=exchange,
            kind=CrossingKind.REFERRAL,
            outgoing=True,
            payload=payload,
            words=words,
            said_by=by.display_name,
            membership=by,
            at=at,
        )
        crossing.seal = seal_of(exchange.shared_id, crossing.shared_id, crossing.kind, crossing.said_by, at, payload)
        crossing.save(force_insert=True)
        if item is not None:
            Enclosure.objects.create(
                organisation_id=case.organisation_id, crossing=crossing, exchange=exchange, item=item, sha256=item.sha256
            )
    return exchange


def make_paper(*, exchange: Exchange, pdf: bytes | None = b"%PDF-") -> Paper:
    """The referral, printed."""
    with on_behalf_of(exchange.organisation_id):
        crossing = Crossing.objects.get(exchange=exchange, kind=CrossingKind.REFERRAL)
        return Paper.objects.create(organisation_id=exchange.organisation_id, exchange=exchange, crossing=crossing, pdf=pdf)


def make_sealed_link(
    *, exchange: Exchange, by: Membership, word: str = "word", code: str = "12345678", holder: str = "", at: datetime = AT
) -> SealedLink:
    """A link that nobody has opened yet, or whose holder has the key `holder`."""
    with on_behalf_of(exchange.organisation_id):
        return SealedLink.objects.create(
            organisation_id=exchange.organisation_id,
            exchange=exchange,
            token_digest=key_digest(word),
            code_digest=key_digest(f"{word}:{code}"),
            made_by=by,
            made_at=at,
            expires_at=at + timedelta(days=14),
            opened_at=at if holder else None,
            holder_digest=key_digest(holder) if holder else None,
        )
