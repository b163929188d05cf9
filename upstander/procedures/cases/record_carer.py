"""Write down who brings a child up, who holds parental responsibility and who must not be told; or that it is no longer so."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed, typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import NotPermitted, permitted
from upstander.records.assessments.models import Answer
from upstander.records.audit import recording
from upstander.records.cases.models import Carer, Family, Relationship

LONGEST = 2_000


class NotRecorded(Problem):
    """A name, a choice or a reason is missing."""


@dataclass(frozen=True, slots=True)
class Said:
    """Shapes: as a form has it; `responsibility` is yes, no or unknown, `may_be_told` yes or no."""

    name: str
    relationship: str
    responsibility: str
    may_be_told: str
    why_not: str
    court_order: str


def record_carer(*, actor: Actor, family_id: UUID, said: Said, at: datetime) -> Carer:
    """Raises: NotPermitted; NotRecorded."""
    family = permitted(actor, May.NAME_PEOPLE, Family.objects, family_id)
    _check(said)
    carer = Carer.objects.create(
        organisation_id=family.organisation_id,
        child_id=family.child_id,
        name=typed_line(said.name),
        relationship=said.relationship,
        responsibility=said.responsibility,
        may_be_told=said.may_be_told == "yes",
        why_not=typed(said.why_not) if said.may_be_told == "no" else "",
        court_order=typed(said.court_order),
        recorded_by_id=actor.member,
        recorded_at=at,
    )
    recording.record(actor, "carer_recorded", "case", family.case_id, at=at, carer=str(carer.pk), may_be_told=carer.may_be_told)
    return carer


def end_carer(*, actor: Actor, family_id: UUID, carer_id: UUID, because: str, at: datetime) -> None:
    """It is no longer so, or was a mistake; what was written stays on record.

    Raises: NotPermitted; NotRecorded.
    """
    family = permitted(actor, May.NAME_PEOPLE, Family.objects, family_id)
    carer = permitted(actor, May.NAME_PEOPLE, Carer.objects.select_for_update(of=("self",)), carer_id)
    if carer.child_id != family.child_id or carer.ended_at:
        raise NotPermitted("that is no carer of this child")
    reason = typed_line(because)
    if not reason or len(reason) > 300:
        raise NotRecorded("Write why it is no longer so, in at most 300 characters.", field="because")
    carer.ended_at, carer.ended_because = at, reason
    carer.save(update_fields=["ended_at", "ended_because"])
    recording.record(actor, "carer_ended", "case", family.case_id, at=at, carer=str(carer.pk))


def _check(said: Said) -> None:
    problems = {}
    if not typed_line(said.name) or len(typed_line(said.name)) > 200:
        problems["name"] = "Write who it is, in at most 200 characters."
    if said.relationship not in Relationship.values:
        problems["relationship"] = "Choose who they are to the child."
    if said.responsibility not in Answer.values:
        problems["responsibility"] = "Choose whether they hold parental responsibility, or that it is not known."
    if said.may_be_told not in ("yes", "no"):
        problems["may_be_told"] = "Choose whether they may be told."
    elif said.may_be_told == "no" and not typed(said.why_not):
        problems["why_not"] = "Write why they must not be told, and who decided it."
    for field in ("why_not", "court_order"):
        if len(getattr(said, field)) > LONGEST:
            problems[field] = "Use at most 2,000 characters."
    if problems:
        raise NotRecorded(problems)
