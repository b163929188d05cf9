"""What every part of a pack is built from: one case as somebody may see it, with the answers of its reports and of the desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.records.assessments.assessing import known_facts
from upstander.records.cases.models import Case, Involvement
from upstander.records.cases.models import Family as FamilyRow
from upstander.records.disclosures.pack.values import NOT_KNOWN, Value, known, withheld
from upstander.records.evidence.models import Item, Marking
from upstander.records.intake.models import Report
from upstander.records.intake.questions import NOT_SAID, questions
from upstander.records.intake.saying import words_of
from upstander.records.organisations.models import Organisation

RATHER_NOT = "Whoever told the school would rather not say."
KEPT_BACK = "The school keeps this back. Ask its single point of contact."


@dataclass(frozen=True)
class Ground:
    """`case` must have come through `visible_to`, and so must every row that is read here.

    Shapes: `asked` as asking.read_asked gives it.
    """

    actor: Actor
    case: Case
    asked: Mapping[str, Any]
    at: datetime

    @cached_property
    def school(self) -> Organisation:
        return Organisation.objects.select_related("school").get(pk=self.case.organisation_id)

    @cached_property
    def reports(self) -> list[Report]:
        rows = Report.objects.visible_to(self.actor).filter(in_case__case=self.case)
        return list(rows.order_by("received_at", "id"))

    @cached_property
    def facts(self) -> dict[str, str]:
        return known_facts(self.case.assessment)

    @cached_property
    def involved(self) -> list[Involvement]:
        rows = Involvement.objects.visible_to(self.actor).filter(case=self.case).current()
        return list(rows.select_related("person").order_by("since", "id"))

    @cached_property
    def families(self) -> list[FamilyRow]:
        rows = FamilyRow.objects.visible_to(self.actor).filter(case=self.case)
        return list(rows.select_related("child", "report").order_by("waiting_since", "id"))

    @cached_property
    def files(self) -> list[Item]:
        """Of all reports, in the order in which they came. Shapes: never one that was taken back."""
        of_case = [report.pk for report in self.reports]
        rows = Item.objects.visible_to(self.actor).present().filter(report_id__in=of_case)
        return list(rows.order_by("received_at", "position", "id"))

    @cached_property
    def marked(self) -> frozenset[UUID]:
        """Files that show, or may show, an intimate image."""
        of_case = [item.pk for item in self.files]
        return frozenset(Marking.objects.visible_to(self.actor).filter(item_id__in=of_case).values_list("item_id", flat=True))

    def typed(self, name: str) -> Value:
        """What was typed at the desk."""
        return known(str(self.asked.get(name, "")))

    def own(self, name: str, person_id: UUID) -> Value:
        """What was typed at the desk about one person, unless it is kept back."""
        return self.kept_back(name, person_id) or self.typed(f"{name}-{person_id}")

    def kept_back(self, name: str, person_id: UUID) -> Value | None:
        if f"{name}-{person_id}" not in self.asked.get("withheld", ()):
            return None
        return withheld(str(self.asked.get("withheld_because", "")) or KEPT_BACK)

    def given(self, question: str) -> Iterator[tuple[Report, Mapping[str, Any]]]:
        """Each report with its answers to one question."""
        for report in self.reports:
            yield report, report.answers.get(question) or {}

    def in_words(self, question: str, field: str) -> list[str]:
        """What the reports say to one field, in words."""
        asked = next(it for it in questions()[question].fields if it.name == field)
        return [words for _, given in self.given(question) if (words := words_of(asked, given.get(field)))]

    def yes_or_no(self, fact: str) -> Value:
        return known({"yes": "Yes", "no": "No"}.get(self.facts.get(fact, ""), ""))


def said_or_not(row: Mapping[str, Any], field: str) -> Value:
    """A field that a person may leave open: known, not known, or rather not said."""
    if row.get(f"{field}_not") == NOT_SAID:
        return withheld(RATHER_NOT)
    return known(str(row.get(field) or ""))


def first_known(*values: Value) -> Value:
    """The first that is known; else the first that is withheld."""
    fitting = [it for it in values if it.state == "known"] + [it for it in values if it.state == "withheld"]
    return fitting[0] if fitting else NOT_KNOWN
