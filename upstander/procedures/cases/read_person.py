"""Look up one person across the cases that one may see. The look is on record."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.records.access.matrix import May
from upstander.records.access.requiring import NotPermitted, require
from upstander.records.audit import recording
from upstander.records.cases.knowing import known_people
from upstander.records.people.models import Person


def read_person(*, actor: Actor, person_id: UUID, at: datetime) -> Person:
    """Raises: NotPermitted."""
    require(actor, May.READ_REPORT)
    person = known_people(actor).filter(pk=person_id).first()
    if person is None:
        raise NotPermitted("may not know of this person")
    recording.record(actor, "read", "person", person.pk, at=at)
    return person
