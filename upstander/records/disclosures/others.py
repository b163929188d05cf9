"""The other people of a case, as what one family is sent may not tell of them. Read only to refuse, never to write."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from upstander.records.cases.models import CaseReport, Family, Involvement
from upstander.records.disclosures.naming import Mention, Named, mentions
from upstander.records.intake.models import Relation
from upstander.records.investigations.models import SANCTIONS, Measure
from upstander.records.people.models import Person


def named_in(family: Family, texts: Mapping[str, str], own_sanctions: Mapping[str, str] | None = None) -> list[Mention]:
    """Words in these texts that tell of a child of another family, or name somebody who reported what happened.

    `own_sanctions` says which texts tell of a sanction of this family's own child, and of which kind.
    """
    return mentions(texts, [*_children(family), *_reporters(family)], _named(family.child), own_sanctions)


def named_besides(case_id: UUID, allowed: Sequence[Person], texts: Mapping[str, str]) -> list[Mention]:
    """Words that tell another school of a child whom it need not know of, of who reported, or of any sanction here."""
    told = {person.pk for person in allowed}
    involved = Involvement.objects.filter(case_id=case_id).values("person_id")
    others = [_named(person) for person in Person.objects.filter(pk__in=involved, is_child=True).exclude(pk__in=told)]
    kinds = Measure.objects.filter(case_id=case_id, kind__in=SANCTIONS).values_list("kind", flat=True)
    own = Named(
        name=" ".join(person.name for person in allowed),
        other_names=tuple(name for person in allowed for name in (person.name, *person.other_names)),
        accounts=tuple(account for person in allowed for account in person.accounts),
        school="; ".join(person.school_name for person in allowed),
    )
    reported = CaseReport.objects.filter(case_id=case_id).exclude(report__relation=Relation.STAFF)
    names = {name for name in reported.values_list("report__reporter_name", flat=True) if name}
    done = Named(name="", sanctions=frozenset(kinds))
    return mentions(texts, [*others, *(Named(name=name) for name in names), done], own)


def _children(family: Family) -> list[Named]:
    """Every other child who has, or had, a part in the case."""
    involved = Involvement.objects.filter(case_id=family.case_id).values("person_id")
    others = Person.objects.filter(pk__in=involved, is_child=True).exclude(pk=family.child_id)
    sanctions = Measure.objects.filter(case_id=family.case_id, kind__in=SANCTIONS).exclude(child_id=family.child_id)
    about = list(sanctions.values_list("child_id", "kind"))
    return [_named(person, frozenset(kind for child, kind in about if child == person.pk)) for person in others]


def _reporters(family: Family) -> list[Named]:
    """Whoever made another report of the case, staff aside, and the child whom they named in it."""
    others = CaseReport.objects.filter(case_id=family.case_id).exclude(report_id=family.report_id or family.pk)
    told = others.exclude(report__relation=Relation.STAFF).values_list("report__reporter_name", flat=True)
    about = others.values_list("report__child_name", flat=True)
    return [Named(name=name) for name in {*told, *about} if name and name != family.child.name]


def _named(person: Person, sanctions: frozenset[str] = frozenset()) -> Named:
    return Named(
        name=person.name,
        other_names=tuple(person.other_names),
        accounts=tuple(person.accounts),
        address=person.address,
        school=person.school_name,
        sanctions=sanctions,
    )
