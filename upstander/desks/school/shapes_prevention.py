"""The register of prevention on its pages: each measure, the gaps, and what prompted it as far as the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from upstander.desks.frame.addresses import address
from upstander.desks.frame.words import full_day
from upstander.desks.school.shapes_incidents import when_of
from upstander.kernel.actor import Actor
from upstander.records.access.matrix import MATRIX, May, role_may
from upstander.records.access.models import Membership
from upstander.records.investigations.incidents import Incident, as_they_stand
from upstander.records.policies.gaps import Gaps, is_owned
from upstander.records.policies.models import Prevention, PreventionPrompt
from upstander.records.policies.prevention import EVERY

WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class MeasureRow:
    words: str
    href: str
    kind: str
    owner: str
    every: str
    last: str
    due: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Prompt:
    """`what` and `when` are of the incident; empty where the case as a whole prompted it."""

    id: UUID
    what: str
    when: str
    reference: str
    href: str


def rows_of(register: Sequence[Prevention], today: date) -> list[MeasureRow]:
    return [row_of(measure, today) for measure in register]


def row_of(measure: Prevention, today: date) -> MeasureRow:
    """`measure` has `last_done`, as records.policies.gaps.register_of gives it."""
    last: date | None = measure.last_done  # type: ignore[attr-defined]
    return MeasureRow(
        words=measure.words,
        href=_page(measure),
        kind=measure.get_kind_display(),
        owner=owner_of(measure),
        every=EVERY[measure.every_months].capitalize(),
        last=full_day(last) if last else "Not yet",
        due=full_day(measure.due_on),
        is_late=measure.due_on < today,
    )


def owner_of(measure: Prevention) -> str:
    return measure.owner.display_name if measure.owner and is_owned(measure) else ""


def gaps_in_words(gaps: Gaps) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Shapes: what kind of gap; each with its words, where it leads, and what else there is to say."""
    late = [(it.words, _page(it), f"was due by {full_day(it.due_on)}") for it in gaps.not_in_time]
    unowned = [(it.words, _page(it), "") for it in gaps.unowned]
    missing = [(kind, "", "") for kind in gaps.missing]
    said = (("Not done in its time", late), ("Nobody owns it", unowned), ("Nothing of this kind", missing))
    return [(kind, lines) for kind, lines in said if lines]


def _page(measure: Prevention) -> str:
    return address("school:prevention_measure", measure.pk)


def prompts_of(measure: Prevention, actor: Actor) -> list[Prompt]:
    seen = (
        PreventionPrompt.objects.visible_to(actor).filter(prevention=measure).select_related("case").order_by("linked_at", "id")
    )
    prompts = list(seen)
    cases = {it.case_id for it in prompts if it.incident_id}
    stands = as_they_stand(list(Incident.objects.visible_to(actor).filter(case__in=cases).order_by("id"))) if cases else {}
    return [_prompt(it, stands.get(it.incident_id) if it.incident_id else None) for it in prompts]


def _prompt(it: PreventionPrompt, incident: Incident | None) -> Prompt:
    if incident is None:
        return Prompt(it.pk, "", "", it.case.reference, address("school:case", it.case_id))
    there = f"{address('school:case_incidents', it.case_id)}#incident-{incident.pk}"
    return Prompt(it.pk, incident.what, when_of(incident), it.case.reference, there)


def choices_of(left: Sequence[Incident | None]) -> list[tuple[str, str, str]]:
    """What may have prompted it, as choices."""
    nothing = "" if any(left) else "What happened there is not written out yet."
    return [(str(it.pk), it.what, when_of(it)) if it else (WHOLE, "The case as a whole", nothing) for it in left]


def owners(actor: Actor) -> list[tuple[str, str]]:
    """Whoever works with children here, as choices."""
    working = [role for role in MATRIX if role_may(role, May.RECORD_PREVENTION)]
    found = Membership.objects.visible_to(actor).current().filter(role__in=working).order_by("display_name", "id")
    return [("", "Nobody yet"), *((str(id), name) for id, name in found.values_list("id", "display_name"))]


def frequencies() -> list[tuple[str, str]]:
    return [("", "Choose"), *((str(months), words.capitalize()) for months, words in EVERY.items())]
