"""What was told the police, and packs for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from tests.makers.ground import AT, on_behalf_of
from upstander.procedures.police.put_together_pack import put_together_pack
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.cases.models import Case
from upstander.records.disclosures.packs import PolicePack
from upstander.records.evidence.models import Item, Marking
from upstander.records.investigations.police import LooksInto, PoliceReport, Told


def make_police_report(
    *,
    case: Case,
    by: Membership,
    log_reference: str = "DP-2026-0417",
    looks_into: str = LooksInto.YES,
    next_update_on: date | None = None,
    words: str = "Keep the phone off.",
    at: datetime = AT,
) -> PoliceReport:
    with on_behalf_of(case.organisation_id):
        return PoliceReport.objects.create(
            organisation_id=case.organisation_id,
            case=case,
            how=Told.NON_EMERGENCY,
            at=at,
            who=by.display_name,
            force="Dorset Police",
            log_reference=log_reference,
            officer="PC Ansah 4471",
            looks_into=looks_into,
            next_update_on=next_update_on,
            words=words,
            recorded_by=by,
            recorded_at=at,
        )


def make_pack(
    *,
    case: Case,
    by: Membership,
    asked: Mapping[str, str] | None = None,
    withheld: Collection[str] = (),
    exhibits: Collection[UUID] = (),
    at: datetime = AT,
) -> PolicePack:
    """Frozen, and not made into files."""
    with asking(by.actor()):
        return put_together_pack(
            actor=by.actor(), case_id=case.pk, given=asked or {}, withheld=withheld, exhibits=exhibits, at=at
        )


def make_marking(*, item: Item, by: Membership, at: datetime = AT) -> Marking:
    with on_behalf_of(by.organisation_id):
        return Marking.objects.create(
            item=item, organisation_id=by.organisation_id, words="The name of the file", marked_by=by, at=at
        )
