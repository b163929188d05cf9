"""The pages on incidents: what a report says is proposed, a person confirms, and triage is asked, never told."""

from __future__ import annotations

import re
from typing import Any

from tests import makers
from tests.cast import Cast, signed_in
from tests.procedures.situation import Situation, arise
from upstander.kernel import clock
from upstander.records.access.asking import asking
from upstander.records.assessments.assessing import assess, known_facts
from upstander.records.intake.models import Report
from upstander.records.investigations.incidents import Incident

ANSWERS = {
    "words": {"words": "They film him at the stop."},
    "when": {
        "first": {"day": "2", "month": "10", "year": "2026"},
        "latest": {"day": "30", "month": "10", "year": "2026"},
        "words": "Most Fridays",
    },
    "where": {
        "how": "both", "outside": "yes", "device": "His own phone, at home",
        "accounts": [{"app": "tiktok", "account": "clips.of.9b"}, {"app": "", "account": "07700 900 123"}],
    },
}  # fmt: skip
GIVEN = {
    "what": "Filmed at the stop",
    "known": "not",
    "place": "way",
    "off_premises": "yes",
    "online": "yes",
    "face_to_face": "yes",
}


def page(situation: Situation, place: str = "") -> str:
    return f"/school/cases/{situation.case.pk}/incidents/{place}"


def said(cast: Cast, answers: dict[str, Any] | None = None) -> tuple[Situation, Report]:
    situation = arise(cast)
    report = makers.make_report(organisation=cast.thornbury, answers=answers or ANSWERS, taken_by=cast.okafor)
    makers.join(case=situation.case, report=report, by=cast.okafor)
    return situation, report


def value(shown: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*? value="([^"]*)"', shown)
    return found[1] if found else ""


def ticked(shown: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" type="\w+" value="([^"]*)" checked', shown)


def test_what_a_report_says_is_proposed_and_kept_when_a_person_confirms_it(cast: Cast) -> None:
    situation, report = said(cast)
    client = signed_in(cast.okafor)
    assert f"?report={report.pk}" in client.get(page(situation)).content.decode()

    shown = client.get(page(situation, f"add/?report={report.pk}")).content.decode()
    assert (ticked(shown, "known"), ticked(shown, "online"), ticked(shown, "face_to_face")) == (["between"], ["yes"], ["yes"])
    assert (ticked(shown, "off_premises"), ticked(shown, "apps"), ticked(shown, "place")) == (["yes"], ["tiktok"], [])
    assert (value(shown, "between_on-day"), value(shown, "between_until-month")) == ("2", "10")
    assert "clips.of.9b\n07700 900 123" in shown
    assert ticked(shown, f"part-{situation.sam.pk}") == ["displaying"]
    assert "They film him at the stop." in shown
    assert not Incident.objects.exists()

    dates = {"between_on-day": "2", "between_on-month": "10", "between_on-year": "2026", "between_until-day": "30",
             "between_until-month": "10", "between_until-year": "2026"}  # fmt: skip
    given = {**GIVEN, **dates, "known": "between", "report": str(report.pk), f"part-{situation.sam.pk}": ["saw", "took_part"]}
    assert client.post(page(situation, "add/"), {**given, "what": ""}).status_code == 422
    assert client.post(page(situation, "add/"), given).status_code == 302
    shown = client.get(page(situation)).content.decode()
    assert f"?report={report.pk}" not in shown
    assert "Between 2 October 2026 and 30 October 2026" in shown
    assert "Said to have taken part, saw it" in shown or "Saw it, said to have taken part" in shown


def test_what_triage_does_not_know_is_offered_and_answered_by_a_person(cast: Cast) -> None:
    situation, client = arise(cast), signed_in(cast.okafor)
    with asking(cast.okafor.actor()):
        assess(situation.case.assessment, at=clock.now())
    client.post(page(situation, "add/"), {**GIVEN, "off_premises": "unknown"})
    shown = client.get(page(situation)).content.decode()
    assert "Did any of it happen face to face?" in shown
    assert "Did it happen outside school or outside school hours?" not in shown
    with asking(cast.okafor.actor()):
        assert "face_to_face" not in known_facts(situation.case.assessment)
    answer = {"fact": "face_to_face", "answer": "yes", "back": page(situation)}
    assert client.post(f"/school/facts/{situation.case.assessment_id}/", answer).status_code == 302
    assert "Did any of it happen face to face?" not in client.get(page(situation)).content.decode()


def test_it_is_put_right_and_what_stood_there_stays(cast: Cast) -> None:
    situation, client = arise(cast), signed_in(cast.okafor)
    incident = makers.make_incident(case=situation.case, by=cast.lund, person=situation.robin)
    place = page(situation, f"{incident.pk}/")
    shown = client.get(place).content.decode()
    assert ticked(shown, "known") == ["time"]
    assert value(shown, "time_at") == "10:00"
    assert ticked(shown, f"part-{situation.robin.pk}") == ["targeted"]
    assert client.post(place, GIVEN).status_code == 422
    assert client.post(place, {**GIVEN, "put_right_because": "It was the stop."}).status_code == 302
    shown = client.get(page(situation)).content.decode()
    assert "Before it was put right it said: Pushed off the bench" in shown
    assert client.get(place).status_code == 404


def test_a_date_that_does_not_exist_is_said_at_the_field_that_is_shown(cast: Cast) -> None:
    situation = arise(cast)
    typed = {**GIVEN, "known": "day", "day_on-day": "31", "day_on-month": "2", "day_on-year": "2026"}
    shown = signed_in(cast.okafor).post(page(situation, "add/"), typed).content.decode()
    assert 'href="#day_on-day"' in shown
    assert value(shown, "day_on-day") == "31"


def test_an_incident_or_report_of_another_case_is_not_reached_through_this_one(cast: Cast) -> None:
    here, (there, report) = arise(cast), said(cast)
    incident = makers.make_incident(case=there.case, by=cast.okafor)
    client = signed_in(cast.okafor)
    assert client.get(page(here, f"{incident.pk}/")).status_code == 404
    assert "They film him" not in client.get(page(here, f"add/?report={report.pk}")).content.decode()
    assert client.get(page(here, "add/?report=nonsense")).status_code == 200


def test_the_chronology_shows_it_on_its_own_day(cast: Cast) -> None:
    situation = arise(cast)
    makers.make_incident(case=situation.case, by=cast.lund)
    shown = signed_in(cast.okafor).get(f"/school/cases/{situation.case.pk}/history/?show=incidents").content.decode()
    assert "What happened, at 10:00" in shown
    assert "What happened was written down" in shown
