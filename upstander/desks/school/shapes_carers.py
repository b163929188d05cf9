"""Who brings a child up and who may be told, as the pages about a family and its letters show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from upstander.desks.frame.words import full_day
from upstander.kernel.actor import Actor
from upstander.records.cases.models import Carer

RESPONSIBLE = {
    "yes": "holds parental responsibility",
    "no": "does not hold parental responsibility",
    "unknown": "parental responsibility not known",
}


@dataclass(frozen=True, slots=True)
class CarerLine:
    id: UUID
    name: str
    who: str
    may_be_told: bool
    why_not: str
    court_order: str
    recorded: str


def carers_of(actor: Actor, children: Iterable[UUID]) -> dict[UUID, list[CarerLine]]:
    """By child, those who must not be told first. One query."""
    found: dict[UUID, list[CarerLine]] = {}
    rows = Carer.objects.visible_to(actor).current().filter(child__in=list(children)).select_related("recorded_by")
    for carer in rows.order_by("may_be_told", "recorded_at", "id"):
        found.setdefault(carer.child_id, []).append(_line(carer))
    return found


def _line(carer: Carer) -> CarerLine:
    return CarerLine(
        id=carer.pk,
        name=carer.name,
        who=f"{carer.get_relationship_display().lower()}, {RESPONSIBLE[carer.responsibility]}",
        may_be_told=carer.may_be_told,
        why_not=carer.why_not,
        court_order=carer.court_order,
        recorded=f"{carer.recorded_by.display_name}, {full_day(carer.recorded_at)}",
    )
