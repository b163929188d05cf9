"""Say by which other names somebody is known, so that no letter to another family has them unseen."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.models import Involvement
from upstander.records.cases.searching import also_findable
from upstander.records.cases.suspecting import look_for_duplicates
from upstander.records.people.models import parted


def say_other_names(*, actor: Actor, involvement_id: UUID, names: str, at: datetime) -> None:
    """What was there is replaced. Shapes: `names` are parted by commas.

    Raises: NotPermitted; CaseIsClosed.
    """
    rows = Involvement.objects.select_for_update(of=("person",)).select_related("person", "case")
    involvement = permitted(actor, May.NAME_PEOPLE, rows, involvement_id)
    involvement.case.still_open()
    person = involvement.person
    person.other_names = parted(names)
    person.compared_at = None
    person.save(update_fields=["other_names", "found_by", "compared_at"])
    look_for_duplicates(person)
    also_findable(involvement.case_id, " ".join(person.other_names))
    recording.record(actor, "other_names_said", "case", involvement.case_id, at=at, person=str(person.pk))
