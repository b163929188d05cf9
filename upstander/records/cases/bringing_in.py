"""Bring a report into a case: its people, its family, and the walls around those who must not see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.finding import Findable
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed_line
from upstander.records.access.models import Conflict, Grant
from upstander.records.assessments.taking import take
from upstander.records.cases.as_asked import read_as_asked
from upstander.records.cases.involving import involve
from upstander.records.cases.knowing import known_person
from upstander.records.cases.milestones import reach
from upstander.records.cases.models import Case, CaseReport, Family, Involvement, Part
from upstander.records.cases.searching import also_findable
from upstander.records.cases.suspecting import look_for_duplicates
from upstander.records.intake.coming_back import can_come_back
from upstander.records.intake.models import Relation, Report, Stage
from upstander.records.people.models import Person

NOT_CHOSEN = -1  # in place of a child's place among the people: nobody has said whose family made the report
FROM_THE_FAMILY = frozenset({Relation.PARENT, Relation.CHILD})


class NotBroughtIn(Problem):
    """Something about the people is missing or cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody named in a report, with a part in what happened. `person_id` is somebody the school knows from a case already."""

    name: str
    part: str
    is_child: bool = True
    year_group: str = ""
    school_name: str = ""
    accounts: tuple[str, ...] = ()
    person_id: UUID | None = None


def check_people(people: Sequence[Named], family_of: int | None, report: Report) -> None:
    """`family_of` is the place in `people` of the child whose family, or who themselves, made the report.

    Raises: NotBroughtIn, with a sentence for each field.
    """
    problems = {}
    for place, named in enumerate(people):
        if not typed_line(named.name) or len(named.name) > 200:
            problems[f"name-{place}"] = "Write the name, or what is known: two pupils in 9B. At most 200 characters."
        if named.part not in Part.values:
            problems[f"part-{place}"] = f"Choose what {named.name or 'this person'} has to do with it."
    if not any(named.part == Part.TARGETED for named in people):
        problems[""] = "Name the child who was targeted, or write what is known: a pupil in 9B."
    if family_of is not None and problems.keys().isdisjoint({f"part-{family_of}"}):
        problems |= _check_family(people, family_of, report)
    if problems:
        raise NotBroughtIn(problems)


def _check_family(people: Sequence[Named], family_of: int, report: Report) -> dict[str, str]:
    if not 0 <= family_of < len(people) or not people[family_of].is_child:
        return {"family_of": "Choose whose family made the report, or none of these."}
    if report.relation not in FROM_THE_FAMILY:
        return {"family_of": "This report is not from the child or a parent or carer, so no family reads letters with its code."}
    if not can_come_back(report):
        return {"family_of": "Nobody holds a code to this report, so no family can read letters behind it. They go on paper."}
    return {}


def bring_in(case: Case, report: Report, people: Sequence[Named], family_of: int | None, *, actor: Actor, at: datetime) -> None:
    """Everything that a report brings to a case but its facts. Somebody who opens a case for it has taken it."""
    take(report, actor, at)
    CaseReport.objects.create(
        organisation_id=case.organisation_id, case=case, report=report, joined_at=at, joined_by_id=actor.member
    )
    brought = [_involved(case, report, named, actor, at) for named in people]
    if family_of is not None:
        Family.objects.filter(case=case, child=brought[family_of], report=None, told_at=None).update(report=report)
        read_as_asked(report)
    _share_walls(case, report)
    reach(case, Stage.LOOKING, at)
    names = tuple(person.name for person in brought)
    accounts = tuple(account for person in brought for account in person.accounts)
    also_findable(case.pk, " ".join([report.reference, *names, *accounts]), Findable(names, accounts))


def _involved(case: Case, report: Report, named: Named, actor: Actor, at: datetime) -> Person:
    person = _known(actor, named.person_id) if named.person_id else _new(case, named, at)
    has_part = Involvement.objects.current().filter(case=case, person=person, part=named.part).exists()
    if not has_part:
        involve(case, person, named.part, reason=f"Named in report {report.reference}.", at=at)
    family = Family.objects.filter(case=case, child=person, waiting_since__gt=report.received_at)
    family.update(waiting_since=report.received_at)  # they wait since somebody told the school, not since a case was opened
    return person


def _known(actor: Actor, person_id: UUID) -> Person:
    person = known_person(actor, person_id)
    if person is None:
        raise NotBroughtIn("Choose one of the people shown, or write the name.")
    return person


def _new(case: Case, named: Named, at: datetime) -> Person:
    person = Person.objects.create(
        organisation_id=case.organisation_id,
        name=typed_line(named.name),
        is_child=named.is_child,
        year_group=typed_line(named.year_group)[:20],
        school_name=typed_line(named.school_name)[:200],
        accounts=[account[:200] for account in named.accounts],
        created_at=at,
    )
    look_for_duplicates(person)
    return person


def _share_walls(case: Case, report: Report) -> None:
    """Whoever must not see the one must not see the other; whoever was given the report is given the case."""
    for here, there in ((report.pk, case.pk), (case.pk, report.pk)):
        Conflict.objects.bulk_create(
            (
                Conflict(
                    organisation_id=c.organisation_id,
                    membership_id=c.membership_id,
                    subject_id=there,
                    reason=c.reason,
                    since=c.since,
                )
                for c in Conflict.objects.filter(subject_id=here)
            ),
            ignore_conflicts=True,
        )
        Grant.objects.bulk_create(
            (
                Grant(
                    organisation_id=g.organisation_id,
                    membership_id=g.membership_id,
                    subject_id=there,
                    given_by_id=g.given_by_id,
                    given_at=g.given_at,
                )
                for g in Grant.objects.filter(subject_id=here)
            ),
            ignore_conflicts=True,
        )
