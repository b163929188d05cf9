"""The other people of a case, as what one family is sent may not name them. Read only to refuse, never to write."""

from collections.abc import Mapping

from upstander.records.cases.models import CaseReport, Family, Involvement
from upstander.records.disclosures.naming import Mention, Named, mentions
from upstander.records.intake.models import Relation
from upstander.records.people.models import Person


def named_in(family: Family, texts: Mapping[str, str]) -> list[Mention]:
    """Words in these texts that name a child of another family, or somebody who reported what happened."""
    return mentions(texts, [*_children(family), *_reporters(family)], _named(family.child))


def _children(family: Family) -> list[Named]:
    """Every other child who has, or had, a part in the case."""
    involved = Involvement.objects.filter(case_id=family.case_id).values("person_id")
    others = Person.objects.filter(pk__in=involved, is_child=True).exclude(pk=family.child_id)
    return [_named(person) for person in others]


def _reporters(family: Family) -> list[Named]:
    """Whoever made another report of the case, staff aside, and the child whom they named in it."""
    others = CaseReport.objects.filter(case_id=family.case_id).exclude(report_id=family.report_id or family.pk)
    told = others.exclude(report__relation=Relation.STAFF).values_list("report__reporter_name", flat=True)
    about = others.values_list("report__child_name", flat=True)
    return [Named(name=name) for name in {*told, *about} if name and name != family.child.name]


def _named(person: Person) -> Named:
    return Named(name=person.name, accounts=tuple(person.accounts), address=person.address, school=person.school_name)
