"""Keep a letter that was just written, in place of the one of its kind that was still in hand."""

from datetime import datetime
from typing import Any

from upstander.kernel.actor import Actor
from upstander.records.cases.models import Family
from upstander.records.disclosures.delivering import step
from upstander.records.disclosures.letter import from_json
from upstander.records.disclosures.models import Disclosure
from upstander.records.disclosures.showing import as_html, as_text
from upstander.records.outbox.queue import enqueue

LAWFUL_BASIS = "Public task: UK GDPR, Article 6(1)(e), for the school's duties on behaviour and safeguarding"


def keep(family: Family, kind: str, payload: dict[str, Any], *, purpose: str, by: Actor, at: datetime) -> Disclosure:
    """It has to be set and checked, also where one of its kind had been."""
    letter = from_json(payload["letter"])
    written: dict[str, Any] = {
        "organisation_id": family.organisation_id,
        "case_id": family.case_id,
        "report_id": family.report_id,
        "purpose": purpose,
        "lawful_basis": LAWFUL_BASIS,
        "payload": payload,
        "html": as_html(letter),
        "text": as_text(letter),
        "pdf": None,
        "large_pdf": None,
        "pdf_trouble": "",
        "composed_at": at,
        "composed_by_id": by.membership_id,
        "checked_at": None,
        "checked_by": None,
        "checked_alone_because": "",
    }
    kept = Disclosure.objects.in_hand().update_or_create(family=family, kind=kind, defaults=written)[0]
    step(kept, "composed", by=by, at=at)
    enqueue("render_letter", organisation_id=str(kept.organisation_id), disclosure_id=str(kept.pk))
    return kept
