"""Two people, or two reports, side by side; and what was decided about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from upstander.desks.frame.words import full_day, full_moment
from upstander.desks.school.through import report_address
from upstander.kernel.actor import Actor
from upstander.records.cases.knowing import known_people
from upstander.records.cases.models import Compared, Comparison, Involvement
from upstander.records.cases.suspecting import suspected_people, suspected_reports
from upstander.records.intake.models import Report
from upstander.records.intake.saying import in_words
from upstander.records.people.models import Person

EXCERPT = 600


@dataclass(frozen=True, slots=True)
class Side:
    id: UUID
    name: str
    href: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suspected:
    name: str
    because: str
    href: str


@dataclass(frozen=True, slots=True)
class Decided:
    words: str
    other: str
    href: str
    undo: str


PERSON_LABELS = ("Child or grown-up", "Year or form", "School, if another", "Accounts", "Known since", "Part of")
REPORT_LABELS = ("Came in", "From", "Said by", "About", "What was said", "Accounts", "Case")


def people_beside(actor: Actor, ids: Sequence[UUID]) -> list[Side]:
    found = {person.pk: person for person in known_people(actor).filter(pk__in=ids)}
    parts = Involvement.objects.visible_to(actor).filter(person__in=found).select_related("case").order_by("since", "id")
    cases: dict[UUID, list[str]] = {}
    for part in parts:
        cases.setdefault(part.person_id, []).append(f"{part.case.reference}: {part.get_part_display()}")
    return [_person(found[id], cases.get(id, [])) for id in ids if id in found]


def _person(it: Person, cases: Sequence[str]) -> Side:
    age = "A child" if it.is_child else "A grown-up"
    cells = (age, it.year_group, it.school_name, "\n".join(it.accounts), full_day(it.created_at), "\n".join(cases))
    return Side(it.pk, it.name, reverse("school:person", args=[it.pk]), cells)


def reports_beside(actor: Actor, ids: Sequence[UUID]) -> list[Side]:
    rows = Report.objects.visible_to(actor).filter(pk__in=ids).select_related("in_case__case", "taken_down")
    found = {report.pk: report for report in rows}
    return [_report(found[id]) for id in ids if id in found]


def _report(it: Report) -> Side:
    said = {section.question: section.said for section in in_words(it.answers)}
    story = " ".join(each.words for each in said.get("words", ()))
    accounts = [each.words for each in said.get("where", ()) if each.group]
    case = it.in_case.case.reference if hasattr(it, "in_case") else ""
    came = it.taken_down.get_way_display() if hasattr(it, "taken_down") else "Sent by them"
    cells = (
        f"{full_moment(it.received_at)}. {came}",
        it.get_relation_display(),
        it.reporter_name,
        it.child_name,
        story if len(story) <= EXCERPT else f"{story[:EXCERPT]}…",
        "\n".join(accounts),
        case,
    )
    return Side(it.pk, it.reference, report_address(it.pk), cells)


def suspected_of_person(actor: Actor, person: Person) -> list[Suspected]:
    return [
        Suspected(
            it.name,
            ", ".join(filter(None, (it.year_group, it.school_name, *it.accounts))),
            reverse("school:same_person", args=[person.pk, it.person_id]),
        )
        for it in suspected_people(actor, person)
    ]


def suspected_of_report(actor: Actor, report: Report) -> list[Suspected]:
    return [
        Suspected(it.label, ", ".join(it.because), reverse("school:same_report", args=[report.pk, it.report_id]))
        for it in suspected_reports(actor, report)
    ]


def decided_about(actor: Actor, kind: str, subject_id: UUID) -> list[Decided]:
    """What stands, and what was undone, newest first."""
    rows = Comparison.objects.visible_to(actor).about(subject_id).select_related("decided_by", "undone_by")
    found = list(rows.order_by("-decided_at", "-id"))
    others = [it.other_id if it.kept_id == subject_id else it.kept_id for it in found]
    beside = people_beside if kind == Compared.PERSON else reports_beside
    sides = {side.id: side for side in beside(actor, others)} if others else {}
    return [_decided(it, sides[other]) for it, other in zip(found, others, strict=True)]


def _decided(it: Comparison, other: Side) -> Decided:
    what = "The same as" if it.is_same else "Not the same as"
    words = f"{what}, says {it.decided_by.display_name}, {full_moment(it.decided_at)}: {it.reason}"
    if it.undone_at and it.undone_by:
        words += f" Undone by {it.undone_by.display_name}, {full_moment(it.undone_at)}: {it.undone_because}"
    return Decided(words, other.name, other.href, "" if it.undone_at else reverse("school:undo_same", args=[it.pk]))
