"""Give people a part in a case, and let each child's family wait to be told where they must be."""

from datetime import datetime

from django.db.models import ProtectedError

from upstander.records.cases.models import Case, Family, Involvement, Part
from upstander.records.people.models import Person

TOLD_HERE = frozenset({Part.TARGETED, Part.DISPLAYING, Part.TOOK_PART})


def involve(case: Case, person: Person, part: str, *, reason: str, at: datetime) -> Involvement:
    """Give a person a part. The family of a child who is concerned begins to wait, once for each child."""
    involvement = Involvement.objects.create(
        organisation_id=case.organisation_id, case=case, person=person, part=part, since=at, reason=reason
    )
    if is_told_here(person, part):
        Family.objects.get_or_create(
            case=case, child=person, defaults={"organisation_id": case.organisation_id, "waiting_since": at}
        )
    return involvement


def is_told_here(person: Person, part: str) -> bool:
    """Whether this organisation tells the child's family. One who displayed the behaviour is told by their own school."""
    return person.is_child and part in TOLD_HERE and not (person.school_name and part != Part.TARGETED)


def would_be_told(before: Involvement, part: str) -> bool:
    """Whether the family of that child would still have to be told, were that part another one."""
    others = Involvement.objects.current().filter(case=before.case_id, person=before.person_id).exclude(pk=before.pk)
    return any(is_told_here(before.person, each) for each in (part, *others.values_list("part", flat=True)))


def leave(involvement: Involvement, *, because: str, at: datetime) -> None:
    """End a part. A family that nothing was ever written to stops waiting when its child has no part left that concerns it."""
    involvement.until, involvement.ended_because = at, because
    involvement.save(update_fields=["until", "ended_because"])
    left = Involvement.objects.current().filter(case=involvement.case_id, person=involvement.person_id)
    if any(is_told_here(involvement.person, part) for part in left.values_list("part", flat=True)):
        return
    _forget_waiting(involvement)


def _forget_waiting(involvement: Involvement) -> None:
    family = Family.objects.waiting().filter(case=involvement.case_id, child=involvement.person_id).first()
    if family is None:
        return
    try:
        family.delete()
    except ProtectedError:
        return  # a letter is being written; the family is told, or a reason not to is recorded
