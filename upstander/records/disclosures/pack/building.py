"""From a case to what is known of it, and from that to what the police may see."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.records.cases.models import Case
from upstander.records.disclosures.allowing import reader
from upstander.records.disclosures.pack import circumstances, doing, happening, people, showing
from upstander.records.disclosures.pack.ground import Ground
from upstander.records.disclosures.pack.knowing import Knowledge
from upstander.records.disclosures.pack.payload import payload_of
from upstander.records.evidence.models import Item


def knowledge_of(ground: Ground, attached: list[Item], *, name: str, role: str) -> Knowledge:
    return Knowledge(
        (
            *people.people(ground),
            *people.carers(ground),
            *people.schools(ground),
            *people.reporters(ground, name=name, role=role),
            *circumstances.circumstances(ground),
            *circumstances.words(ground),
            *circumstances.events(ground),
            *circumstances.accounts(ground),
            *circumstances.statements(ground),
            *doing.done_so_far(ground),
            *doing.actions(ground),
            *doing.now(ground),
            *showing.images(ground),
            *showing.devices(ground),
            *doing.permission(ground),
            *doing.families(ground),
            *doing.asked(ground),
            *showing.exhibits(ground, attached),
            *happening.chronology(ground),
        )
    )


def build(
    actor: Actor, case: Case, *, reader_id: str, asked: Mapping[str, Any], wanted: Collection[UUID], role: str, at: datetime
) -> tuple[dict[str, Any], list[Item]]:
    """The payload for one reader, and the files that go with it, in the order of their numbers.

    `case` must have come through `visible_to(actor)`; every row that is read comes through it as well.
    """
    ground = Ground(actor, case, asked, at)
    attached = showing.chosen(ground, wanted)
    knows = knowledge_of(ground, attached, name=actor.name, role=role)
    payload = payload_of(knows, reader(reader_id), reference=case.reference, school=ground.school.name, by=actor.name, at=at)
    return payload, attached
