"""Propose people, and reports, that may be the same one. A person decides; whatever was decided is not proposed again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.finding import collapsed
from upstander.kernel.sounds import alike
from upstander.kernel.telephones import numbers_in
from upstander.records.cases.models import Comparison, Proposal
from upstander.records.cases.searching import FoundPerson, search_people, search_reports
from upstander.records.intake.known_by import known_by
from upstander.records.intake.models import Report
from upstander.records.outbox.queue import enqueue
from upstander.records.people.models import Person

MOST = 3
NEAR_IN_TIME = timedelta(days=60)
LONG_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class SuspectedReport:
    """A report, by what it is called, and the names, accounts and numbers that it has in common."""

    report_id: UUID
    label: str
    because: tuple[str, ...]


def look_for_duplicates(person: Person) -> None:
    """Have the worker look, in the transaction that writes the person down or gives them another name."""
    enqueue("propose_duplicates", organisation_id=str(person.organisation_id), person_id=str(person.pk))


def suspected_people(actor: Actor, person: Person, most: int = MOST) -> list[FoundPerson]:
    """Others of that name, as it is spelt or sounds, or with one of the accounts."""
    found = search_people(actor, person.name, *person.accounts)
    decided = _decided(actor, person.pk)
    near = [it for it in found if alike(person.name, it.name) or _shared(person.accounts, it.accounts)]
    return [it for it in near if it.person_id not in {person.pk, person.same_as_id} | decided][:most]


def in_common(person: Person, other: FoundPerson) -> list[str]:
    """What speaks for their being one: a name of the same sound in the same year group, an account, a telephone number.

    A year group that nobody wrote down speaks against nothing. A child and a grown-up are never one.
    """
    if person.is_child != other.is_child:
        return []
    shared = [each for each in other.accounts if _shared(person.accounts, [each])]
    years = {_year(person.year_group), _year(other.year_group)} - {""}
    named = alike(person.name, other.name) and len(years) < 2
    return [
        *([f"the name, {other.year_group}" if len(years) == 1 and other.year_group else "the name"] if named else []),
        *shared,
    ]


def _year(written: str) -> str:
    """9 of Year 9 and of 9B."""
    found = re.search(r"\d+", written)
    return found[0] if found else ""


def settle(one_id: UUID, other_id: UUID, at: datetime | None) -> None:
    """Somebody has decided about these two; with no moment, nobody has any more."""
    Proposal.objects.of(one_id, other_id).update(settled_at=at)


def suspected_reports(actor: Actor, report: Report, most: int = MOST) -> list[SuspectedReport]:
    """Reports of about the same time that name the same targeted child, an account or a telephone number alike."""
    known = known_by(report.answers)
    shared = [*known.accounts, *numbers_in(" ".join(known.numbers))]
    found = search_reports(actor, report.child_name, *shared)
    decided = _decided(actor, report.pk) | {report.pk}
    suspected = [
        SuspectedReport(it.subject_id, it.label, tuple(_common(report.child_name, shared, it.label, spelt)))
        for it, spelt in found
        if it.subject_id not in decided and abs(it.at - report.received_at) <= NEAR_IN_TIME
    ]
    suspected.sort(key=lambda it: len(it.because), reverse=True)
    return [it for it in suspected if it.because][:most]


def _common(child: str, shared: Iterable[str], label: str, spelt: Iterable[str]) -> Iterable[str]:
    """A report is called after its targeted child: another child of that name may only have seen it."""
    if alike(child, label):
        yield label
    for each in spelt:
        if _shared(shared, [each]):
            yield each


def _shared(some: Iterable[str], others: Iterable[str]) -> bool:
    return bool({_plain(each) for each in some} & {_plain(each) for each in others} - {""})


def _plain(account: str) -> str:
    numbers = numbers_in(account)
    plain = numbers[0] if numbers else collapsed(account)
    return plain if len(plain) > LONG_ENOUGH else ""


def _decided(actor: Actor, subject_id: UUID) -> set[UUID]:
    pairs = Comparison.objects.visible_to(actor).standing().about(subject_id).values_list("kept_id", "other_id")
    return {side for pair in pairs for side in pair} - {subject_id}
