"""Say what the steps of the school's complaints procedure are. What a family was told before stays true for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import require
from upstander.records.audit import recording
from upstander.records.organisations.models import ComplaintStage, Organisation, SeesTo

MOST = 5
LONGEST_DAYS = 60
LENGTHS = {"name": 120, "to_whom": 200, "reach": 300}


class NotSet(Problem):
    """There is no step, or one of them is not complete. Fields are named by their place: `name-2`."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step as it was typed. `days` is a number in digits."""

    name: str
    to_whom: str
    days: str
    reach: str
    sees_to: str

    @property
    def is_empty(self) -> bool:
        return not any(map(str.strip, (self.name, self.to_whom, self.days, self.reach)))


def set_complaint_stages(*, actor: Actor, steps: Sequence[Step], at: datetime) -> int:
    """In force from now on; the ones before end and stay on record. Empty steps are left out. Returns how many there are.

    Raises: NotPermitted; NotSet, with a sentence for each field.
    """
    require(actor, May.KEEP_SCHOOL)
    kept = _checked(steps)
    organisation = Organisation.objects.select_for_update().get(memberships=actor.member)
    before = ComplaintStage.objects.filter(organisation=organisation).in_force()
    if [_as_kept(it) for it in before.order_by("number", "id")] == kept:
        return len(kept)
    before.update(until=at)
    ComplaintStage.objects.bulk_create(
        ComplaintStage(
            organisation=organisation,
            number=number,
            name=it.name,
            to_whom=it.to_whom,
            days=int(it.days),
            reach=it.reach,
            sees_to=it.sees_to,
            since=at,
        )
        for number, it in enumerate(kept, 1)
    )
    recording.record(actor, "complaint_stages_set", "organisation", organisation.pk, at=at, steps=len(kept))
    return len(kept)


def _as_kept(it: ComplaintStage) -> Step:
    return Step(it.name, it.to_whom, str(it.days), it.reach, it.sees_to)


def _checked(steps: Sequence[Step]) -> list[Step]:
    problems: dict[str, str] = {}
    kept = []
    for place, step in enumerate(steps, 1):
        if not step.is_empty:
            problems |= {f"{field}-{place}": sentence for field, sentence in _wrong(step)}
            kept.append(_tidy(step))
    if not kept:
        problems["name-1"] = "Write at least one step: whom does a family go to first?"
    if len(kept) > MOST:
        problems[f"name-{len(steps)}"] = f"Use at most {MOST} steps: a family has to come to an end of them."
    if problems:
        raise NotSet(problems)
    return kept


def _tidy(step: Step) -> Step:
    days = str(int(step.days)) if _is_number(step.days) else step.days
    return Step(typed_line(step.name), typed_line(step.to_whom), days, typed_line(step.reach), step.sees_to)


def _is_number(days: str) -> bool:
    plain = days.strip()
    return plain.isascii() and plain.isdecimal() and len(plain) < 4


def _wrong(step: Step) -> list[tuple[str, str]]:
    found = []
    if not typed_line(step.name):
        found.append(("name", "Write what this step is called."))
    if not typed_line(step.to_whom):
        found.append(("to_whom", "Write who looks at it, as a family reads it: the headteacher."))
    if not (_is_number(step.days) and 1 <= int(step.days) <= LONGEST_DAYS):
        found.append(("days", f"Write a number of school days from 1 to {LONGEST_DAYS}."))
    if step.sees_to not in SeesTo.values:
        found.append(("sees_to", "Choose who sees to it."))
    for field, longest in LENGTHS.items():
        if len(typed_line(getattr(step, field))) > longest:
            found.append((field, f"Use at most {longest} characters."))
    return found
