"""Whoever reports may say in which language they want to be written to; it is their family's in the case."""

from __future__ import annotations

from typing import Any

import pytest

from tests import makers
from tests.cast import Cast, signed_in
from tests.desks.family.reporting import Reporter
from tests.makers import AT, on_behalf_of
from tests.procedures.situation import arise
from tests.procedures.test_opening import opened
from upstander.kernel.languages import ENGLISH, TRANSLATED
from upstander.procedures.cases.link_family_report import link_family_report
from upstander.procedures.cases.say_language import say_language
from upstander.records.access.asking import asking
from upstander.records.cases.models import Family
from upstander.records.intake.asked_language import OTHER, language_asked_for, language_in_their_words
from upstander.records.intake.models import Report
from upstander.records.intake.questions import questions
from upstander.records.outbox.models import Message


def asking_for(cast: Cast, **said: str) -> Report:
    return makers.make_report(
        organisation=cast.thornbury, answers={"reporter": said}, taken_by=cast.okafor, code="4071992633580142"
    )


def language_of(report: Report) -> str:
    with on_behalf_of(report.organisation_id):
        return Family.objects.get(report=report).language


def test_what_may_be_chosen_is_what_there_is_wording_in() -> None:
    field = next(field for field in questions()["reporter"].fields if field.name == "language")
    assert {option.value for option in field.options} == {ENGLISH, OTHER, *TRANSLATED}


@pytest.mark.parametrize(
    ("said", "language", "words"),
    [
        ({}, "en", ""),
        ({"language": "en"}, "en", ""),
        ({"language": "pl"}, "pl", "Polish"),
        ({"language": "other", "which_language": " ukrainian "}, "uk", "ukrainian"),
        ({"language": "other", "which_language": "Українська"}, "other", "Українська"),
        ({"language": "other"}, "other", "Another language"),
        ({"which_language": "Urdu"}, "ur", "Urdu"),
        ({"language": "nonsense"}, "en", ""),
    ],
)
def test_what_is_made_of_it(said: dict[str, Any], language: str, words: str) -> None:
    report = Report(answers={"reporter": said})
    assert (language_asked_for(report), language_in_their_words(report)) == (language, words)


def test_the_first_message_comes_in_it_before_there_is_a_case(cast: Cast) -> None:
    person = Reporter()
    person.up_to("evidence", cast.thornbury.pk)
    person.answer("evidence")
    said = {"relation": "parent", "email": "alex@family.example", "language": "pl", "which_language": ""}
    person.answer("reporter", said)
    assert "Polski (Polish)" in person.page
    person.answer("check", {})
    with on_behalf_of(cast.thornbury.pk):
        assert "Jest dla Państwa" in Message.objects.get(to_address="alex@family.example").body


def test_it_is_the_family_s_when_the_case_is_opened(cast: Cast) -> None:
    report = asking_for(cast, language="cy")
    with asking(cast.okafor.actor()):
        opened(cast, report)
    assert language_of(report) == "cy"


def test_it_is_the_family_s_when_it_is_linked_and_staff_are_told_in_their_words(cast: Cast) -> None:
    situation, report = arise(cast), asking_for(cast, language="other", which_language="Українська")
    makers.join(case=situation.case, report=report, by=cast.okafor)
    actor = cast.okafor.actor()
    with asking(actor):
        family = link_family_report(actor=actor, family_id=situation.sams_family.pk, report_id=report.pk, at=AT)
    assert family.language == OTHER
    page = signed_in(cast.okafor).get(f"/school/cases/{situation.case.pk}/families/{family.pk}/reached/").content.decode()
    assert "Their report asks for: <b>Українська</b>" in page


def test_what_somebody_has_said_of_them_stays(cast: Cast) -> None:
    situation, report = arise(cast), asking_for(cast, language="pl")
    makers.join(case=situation.case, report=report, by=cast.okafor)
    actor = cast.okafor.actor()
    with asking(actor):
        say_language(actor=actor, family_id=situation.sams_family.pk, language="ur", at=AT)
        link_family_report(actor=actor, family_id=situation.sams_family.pk, report_id=report.pk, at=AT)
        assert Family.objects.get(pk=situation.sams_family.pk).language == "ur"
