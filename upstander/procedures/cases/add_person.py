"""Say that somebody is part of a case, and how. The family of a child who is concerned then waits to be told."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.finding import Findable
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.involving import involve
from upstander.records.cases.knowing import known_person
from upstander.records.cases.models import Case, Involvement, Part
from upstander.records.cases.searching import also_findable
from upstander.records.cases.suspecting import look_for_duplicates
from upstander.records.people.models import Person, parted


class NotAdded(Problem):
    """Who it is, their part, or the reason is missing."""


def add_person(
    *,
    actor: Actor,
    case_id: UUID,
    part: str,
    reason: str,
    at: datetime,
    person_id: UUID | None = None,
    name: str = "",
    is_child: bool = True,
    year_group: str = "",
    school_name: str = "",
    other_names: str = "",
) -> Involvement:
    """Give a person a part: somebody who is known already (`person_id`), or somebody new.

    `other_names` are parted by commas: what letters to other families are compared with.
    Raises: NotPermitted; CaseIsClosed; NotAdded, with a sentence for each field.
    """
    case = permitted(actor, May.NAME_PEOPLE, Case.objects.select_for_update(of=("self",)), case_id).still_open()
    name, reason = typed_line(name), typed_line(reason)
    _check(part, reason, known=person_id is not None, name=name)
    if person_id:
        person = _known(actor, person_id)
    else:
        person = Person.objects.create(
            organisation_id=case.organisation_id,
            name=name,
            is_child=is_child,
            year_group=typed_line(year_group)[:20],
            school_name=typed_line(school_name)[:200],
            other_names=parted(other_names),
            created_at=at,
        )
        look_for_duplicates(person)
    if Involvement.objects.current().filter(case=case, person=person, part=part).exists():
        raise NotAdded(f"{person.name} has that part in this case already.", field="part")
    involvement = involve(case, person, part, reason=reason, at=at)
    names = (person.name, *person.other_names)
    also_findable(case.pk, " ".join([*names, *person.accounts]), Findable(names, tuple(person.accounts)))
    recording.record(actor, "person_added", "case", case.pk, at=at, involvement=str(involvement.pk), part=part)
    return involvement


def _check(part: str, reason: str, *, known: bool, name: str) -> None:
    problems = {}
    if not known and not name:
        problems["name"] = "Write the person’s name, or “not known” and what you do know: two pupils in 9B."
    elif len(name) > 200:
        problems["name"] = "Use at most 200 characters for the name."
    if part not in Part.values:
        problems["part"] = "Choose their part in what happened."
    if not reason:
        problems["reason"] = "Write how you know, in a few words."
    elif len(reason) > 300:
        problems["reason"] = "Use at most 300 characters for the reason."
    if problems:
        raise NotAdded(problems)


def _known(actor: Actor, person_id: UUID) -> Person:
    person = known_person(actor, person_id)
    if person is None:
        raise NotAdded("Choose one of the people shown, or write the name.", field="name")
    return person
