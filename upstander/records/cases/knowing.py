"""The people whom a member of staff may know of: those who have, or had, a part in a case that they may see."""

from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.records.cases.models import Involvement
from upstander.records.people.models import Person
from upstander.records.rows import OwnedRows


def known_people(actor: Actor) -> OwnedRows[Person]:
    seen = Involvement.objects.visible_to(actor).values("person_id")
    return Person.objects.visible_to(actor).filter(pk__in=seen)


def known_person(actor: Actor, person_id: UUID) -> Person | None:
    """Somebody whom they may know of, under the row that was kept where two were joined, if they may know of that one."""
    person = known_people(actor).filter(pk=person_id).first()
    if person is None or person.same_as_id is None:
        return person
    return known_people(actor).filter(pk=person.same_as_id).first() or person
