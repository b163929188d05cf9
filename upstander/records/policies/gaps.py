"""Where the register of prevention has gaps, as a plain list: what was not done in its time, what nobody owns, what is not there.

Source: S4: governors see gaps.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from upstander.kernel.actor import Actor
from upstander.records.policies.prevention import Prevention, PreventionKind
from upstander.records.prepared import fetch


@dataclass(frozen=True, slots=True)
class Gaps:
    """Shapes: measures in the order in which they are due; `missing` are labels of kinds, in their order."""

    not_in_time: tuple[Prevention, ...]
    unowned: tuple[Prevention, ...]
    missing: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.not_in_time or self.unowned or self.missing)


@dataclass(frozen=True, slots=True)
class Due:
    """What Today says of the policy and of prevention: by when the ladder is reviewed, and how many measures of this person's are
    past their day.
    """

    review_on: date | None
    mine: int


def register_of(actor: Actor) -> list[Prevention]:
    """The measures that stand, the soonest due first; `last_done` is a day or nothing."""
    rows = Prevention.objects.visible_to(actor).standing().select_related("owner")
    return list(rows.annotate(last_done=Max("done__done_on")).order_by("due_on", "id"))


def gaps_of(register: Sequence[Prevention], on: date) -> Gaps:
    there = {measure.kind for measure in register} | {PreventionKind.OTHER}
    return Gaps(
        not_in_time=tuple(measure for measure in register if measure.due_on < on),
        unowned=tuple(measure for measure in register if not is_owned(measure)),
        missing=tuple(str(kind.label) for kind in PreventionKind if kind not in there),
    )


def is_owned(measure: Prevention) -> bool:
    """By somebody who still works here."""
    return measure.owner is not None and measure.owner.until is None


DUE = """
SELECT (SELECT review_on FROM policies_ladder WHERE organisation_id = %(school)s AND approved_on IS NOT NULL
        AND in_force_from <= %(on)s ORDER BY in_force_from DESC LIMIT 1),
    (SELECT count(*) FROM policies_prevention WHERE organisation_id = %(school)s AND owner_id = %(member)s
        AND ended_at IS NULL AND due_on < %(on)s)
"""


def due_for(actor: Actor, on: date) -> Due:
    """In one statement: Today is the page that has the least time."""
    row = fetch(DUE, {"school": actor.organisation_id, "member": actor.member, "on": on})[0]
    return Due(row[0], row[1])
