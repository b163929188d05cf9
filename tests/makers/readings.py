"""A policy that was read, what was proposed, and what somebody decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tests.makers.ground import AT, number, on_behalf_of
from upstander.kernel.digests import of_bytes
from upstander.policytext.statements import load_requirements
from upstander.records.access.models import Membership
from upstander.records.evidence import vault
from upstander.records.policies.reading import Answer, Found, PolicyDecision, Proposal, Reading

WORDS, HEADING = "We look into bullying wherever it happens, online too.", "Outside school"
PASSAGE = {
    "text": WORDS,
    "page": 2,
    "heading": HEADING,
    "why": "says that the school looks into what happens away from it: “wherever it”",
}
AGAINST = {
    "text": "We cannot approach another school.",
    "page": 3,
    "heading": "Other schools",
    "why": "says that it does not: “cannot approach”",
}


def make_reading(
    *,
    by: Membership,
    name: str = "Behaviour policy.pdf",
    content: bytes = b"",
    ending: str = "pdf",
    is_waiting: bool = False,
    trouble: str = "",
    notes: tuple[str, ...] = (),
    found: Mapping[str, str] | None = None,
    at: datetime = AT,
) -> Reading:
    """A file in the vault, and what was found in it: each statement made on page 2, but for those in `found`."""
    content = content or f"policy {number()}".encode()
    read = {} if is_waiting else {"read_at": at, "trouble": trouble, "rulebook": "1", "pages": 5, "notes": list(notes)}
    with on_behalf_of(by.organisation_id):
        wrapped = vault.new_key(by.organisation_id)
        reading = Reading.objects.create(
            organisation_id=by.organisation_id,
            name=name,
            ending=ending,
            size=len(content),
            sha256=of_bytes(content),
            wrapped_key=wrapped,
            brought_by=by,
            brought_at=at,
            **read,
        )
        vault.keep(reading.pk, [content], vault.unwrap(wrapped, by.organisation_id))
        if not is_waiting and not trouble:
            Proposal.objects.bulk_create(_proposals(reading, found or {}))
    return reading


def _proposals(reading: Reading, found: Mapping[str, str]) -> list[Proposal]:
    made = []
    for position, statement in enumerate(load_requirements().statements, 1):
        state = found.get(statement.id, Found.MADE)
        made.append(
            Proposal(
                organisation_id=reading.organisation_id,
                reading=reading,
                position=position,
                statement=statement.id,
                title=statement.title,
                says=statement.says,
                is_required=statement.required,
                sources=list(statement.sources),
                found=state,
                passages=[PASSAGE] if state in (Found.MADE, Found.PARTLY) else [],
                against=[AGAINST] if state == Found.CONTRADICTED else [],
                lacking=["which steps are taken"] if state == Found.PARTLY else [],
            )
        )
    return made


def make_policy_decision(
    *,
    reading: Reading,
    by: Membership,
    statement: str = "online_response",
    answer: str = Answer.MET,
    words: str = WORDS,
    page: int | None = 2,
    note: str = "",
    at: datetime = AT,
) -> PolicyDecision:
    with on_behalf_of(reading.organisation_id):
        return PolicyDecision.objects.create(
            organisation_id=reading.organisation_id,
            proposal=Proposal.objects.get(reading=reading, statement=statement),
            answer=answer,
            words=words,
            page=page,
            heading=HEADING,
            note=note,
            decided_by=by,
            decided_at=at,
        )
