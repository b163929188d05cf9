"""Reports as the tests of the school desk need them: with answers in full, a verdict and duties."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from tests import makers
from upstander.kernel import clock
from upstander.kernel.actor import system
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.assessments.assessing import assess
from upstander.records.assessments.models import Assessment
from upstander.records.intake.models import Report
from upstander.records.organisations.models import Organisation

ANSWERS: dict[str, Any] = {
    "words": {"words": "Clips of Robin go round the Year 9 group chat every evening."},
    "people": {
        "targeted": [{"name": "Robin Ashdown", "year": "9"}],
        "doing": [
            {"name": "Sam Birch", "who": "pupil_here", "year": "9"},
            {"name": "Kim", "who": "pupil_elsewhere", "school": "Northcliff Academy"},
        ],
    },
    "where": {"how": "online", "accounts": [{"app": "whatsapp", "account": "9B Banter"}]},
    "reporter": {
        "relation": "parent",
        "name": "Alex Ashdown",
        "safe": "Text after 6 pm",
        "unsafe": "yes",
        "who_not": "Her older brother",
    },
}
FACTS = {"online": "yes", "other_party_pupil_here": "yes", "immediate_danger": "no", "repeated": "yes"}


def a_report(
    organisation: Organisation,
    *,
    facts: Mapping[str, str] | None = None,
    at: datetime | None = None,
    taken_by: Membership | None = None,
    child_name: str = "Robin Ashdown",
    relation: str = "parent",
) -> Report:
    at = at or clock.now() - timedelta(minutes=5)
    report = makers.make_report(
        organisation=organisation,
        answers=ANSWERS,
        facts=FACTS if facts is None else facts,
        at=at,
        taken_by=taken_by,
        child_name=child_name,
        relation=relation,
    )
    with asking(system(organisation.pk)):
        assess(assessment_of(report), at=at)
    return report


def assessment_of(report: Report) -> Assessment:
    return Assessment.objects.select_related("organisation").get(report=report)
