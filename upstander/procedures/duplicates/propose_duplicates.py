"""Look for others who may be the same person as one who was just written down, and keep what is found for a person to decide."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import system
from upstander.records.access.asking import asking
from upstander.records.cases.models import Proposal
from upstander.records.cases.suspecting import in_common, suspected_people
from upstander.records.people.models import Person

MOST = 10


def propose_duplicates(*, organisation_id: UUID, person_id: UUID, at: datetime) -> int:
    """Of the same sound and year group, or with an account or a telephone number alike. Bears being done twice.

    Somebody who is joined with another already is not looked at. Returns how many pairs there are.
    """
    with asking(system(organisation_id)):
        Person.objects.filter(pk=person_id).update(compared_at=at)
        person = Person.objects.filter(pk=person_id, same_as=None).first()
        if person is None:
            return 0
        found = [(it, in_common(person, it)) for it in suspected_people(system(organisation_id), person, most=MOST)]
        pairs = [_pair(person, it.person_id, because, at) for it, because in found if because]
        Proposal.objects.bulk_create(pairs, ignore_conflicts=True)
    return len(pairs)


def _pair(person: Person, other_id: UUID, because: list[str], at: datetime) -> Proposal:
    one, other = sorted((person.pk, other_id))
    return Proposal(organisation_id=person.organisation_id, one_id=one, other_id=other, because=because, proposed_at=at)
