"""A policy in the demo: brought, read, and about half decided on, by the procedures that its pages use."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from upstander.operations.demo.reading import HERE, read
from upstander.operations.demo.theatre import House
from upstander.operations.pdf.press import FONTS, TIMESTAMP
from upstander.operations.reading import reader
from upstander.procedures.policy_reading.bring_policy import bring_policy
from upstander.procedures.policy_reading.decide_statement import decide_statement
from upstander.procedures.policy_reading.read_policy import read_policy
from upstander.records.access.asking import asking
from upstander.records.policies.reading import PolicyDecision, Proposal, Reading

BROUGHT, DECIDING = timedelta(days=6), timedelta(minutes=4)


def have_policy_read(house: House, *, now: datetime) -> None:
    lead, at, pdf = house.staff["okafor"].actor(), now - BROUGHT, _printed()
    with asking(lead):
        reading = bring_policy(actor=lead, name="Behaviour policy, September.pdf", size=len(pdf), file=BytesIO(pdf), at=at)
    read_policy(
        organisation_id=reading.organisation_id,
        reading_id=reading.pk,
        read_apart=lambda content: json.loads(json.dumps(reader.read(content))),  # our own file; nothing to keep apart
        at=at + timedelta(seconds=8),
    )
    for number, told in enumerate(read(HERE / "policy_decided.yaml"), 1):
        _decide(house, reading, told, at + timedelta(hours=1) + number * DECIDING)


def _decide(house: House, reading: Reading, told: dict[str, str], at: datetime) -> None:
    actor = house.staff[told["by"]].actor()
    with asking(actor):
        proposal = Proposal.objects.get(reading=reading, statement=told["statement"])
        last = PolicyDecision.objects.filter(proposal=proposal).standing().first()
        given: dict[str, Any] = {name: told.get(name, "") for name in ("answer", "passage", "words", "page", "note")}
        decide_statement(actor=actor, proposal_id=proposal.pk, seen=str(last.pk) if last else "", at=at, **given)


def _printed() -> bytes:
    import typst

    pdf = typst.compile(
        HERE / "behaviour_policy.typ", root=HERE, font_paths=[FONTS], ignore_system_fonts=True, format="pdf", timestamp=TIMESTAMP
    )
    assert isinstance(pdf, bytes)
    return pdf
