"""The pages of the school desk show what they say, to whoever may see it."""

from __future__ import annotations

from datetime import timedelta

from tests import makers
from tests.cast import Cast, signed_in
from upstander.kernel import clock
from upstander.records.access.asking import asking
from upstander.records.assessments.assessing import assess
from upstander.records.assessments.models import Assessment
from upstander.records.intake.models import Report

ANSWERS = {
    "words": {"words": "Clips of Robin go round the Year 9 group chat every evening."},
    "people": {
        "targeted": [{"name": "Robin Ashdown", "year": "9"}],
        "doing": [{"name": "Sam Birch", "who": "pupil_here", "year": "9"}, {"name": "Kim", "who": "pupil_elsewhere", "school": "Northcliff Academy"}],
    },
    "where": {"how": "online", "accounts": [{"app": "whatsapp", "account": "9B Banter"}]},
    "reporter": {"relation": "parent", "name": "Alex Ashdown", "safe": "Text after 6 pm", "unsafe": "yes", "who_not": "Her older brother"},
}


def a_report(cast: Cast, **more: object) -> Report:
    facts = {"online": "yes", "other_party_pupil_here": "yes", "immediate_danger": "no", "repeated": "yes"}
    report = makers.make_report(organisation=cast.thornbury, answers=ANSWERS, facts=facts, at=clock.now() - timedelta(hours=2), **more)
    with asking(cast.okafor.actor()):
        assess(Assessment.objects.select_related("organisation").get(report=report), at=clock.now())
    return report


def test_everything(cast: Cast) -> None:
    report = a_report(cast)
    case = makers.make_case(lead=cast.okafor, title="Robin and the clips")
    makers.make_family(case=case, report=None)
    okafor = signed_in(cast.okafor)
    for page in ("/school/", "/school/reports/", "/school/cases/", "/school/duties/", "/school/waiting/", "/school/search/?q=Robin", f"/school/reports/{report.pk}/", f"/school/reports/{report.pk}/case/", "/sign-in/"):
        answer = okafor.get(page)
        assert answer.status_code in (200, 302), (page, answer.content[:500])
        print(page, answer.status_code, len(answer.content))
