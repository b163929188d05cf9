"""In the demo a school refers a child of the other school to it; the worker hands it over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.clock import in_london
from upstander.procedures.exchanging.send_referral import send_referral
from upstander.procedures.exchanging.write_referral import write_referral
from upstander.records.disclosures.referring import Words
from upstander.records.organisations.models import Organisation

HOPED_WITHIN = timedelta(days=14)


def refer(case_id: UUID, pupil_id: UUID, to: Organisation, step: dict[str, Any], *, by: Actor, at: datetime) -> None:
    words = Words(
        urn=to.school_id,
        what=step["what"],
        done=step["done"],
        question=step["question"],
        hoped_by=(in_london(at) + HOPED_WITHIN).date(),
    )
    exchange = write_referral(actor=by, case_id=case_id, pupil_id=pupil_id, words=words, at=at)
    send_referral(actor=by, exchange_id=exchange.pk, at=at)
