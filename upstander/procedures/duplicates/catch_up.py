"""Compare people who were never compared: written down before anything was proposed, or whose comparing was lost."""

from datetime import datetime, timedelta
from uuid import UUID

from upstander.kernel.actor import system
from upstander.records.access.asking import asking
from upstander.records.cases.suspecting import look_for_duplicates
from upstander.records.organisations.models import Organisation, OrganisationKind
from upstander.records.people.models import Person

AFTER = timedelta(minutes=30)  # whoever was just written down is about to be compared
AT_ONCE = 200  # of each school a round: some seconds' work, so that letters do not wait behind it


def catch_up(*, at: datetime) -> int:
    """Give them to the worker, oldest first. Returns how many. Bears being done twice: each is marked when it is compared.

    Reports need none of it: those that may be the same are looked for whenever one is opened.
    """
    schools = Organisation.objects.filter(kind=OrganisationKind.SCHOOL).values_list("pk", flat=True)
    return sum(_catch_up(school, at) for school in schools)


def _catch_up(organisation_id: UUID, at: datetime) -> int:
    with asking(system(organisation_id)):
        waiting = Person.objects.visible_to(system(organisation_id)).filter(compared_at=None, created_at__lt=at - AFTER)
        people = list(waiting.order_by("created_at", "id")[:AT_ONCE])
        for person in people:
            look_for_duplicates(person)
    return len(people)
