"""Before there is a finding no page and no letter calls anybody, or what happened, by its name; and nobody is ever "a bully"."""

from __future__ import annotations

import re

import pytest

from tests.cast import Cast, signed_in
from tests.desks.family.test_back import come_in
from tests.desks.school.test_case_pages import PAGES, address
from tests.makers import make_code, make_statement_link
from tests.procedures.letters import WORDS
from tests.procedures.situation import Situation, arise
from upstander.kernel import clock
from upstander.procedures.telling.compose_letter import CannotWriteYet, compose_letter
from upstander.records.access.asking import asking
from upstander.records.access.doors import make_code_key
from upstander.records.assessments.assessing import assess
from upstander.records.disclosures.wording import FOLDER

LABEL = re.compile(r"\b(bully|bullies|victim|perpetrator|offender|culprit)s?\b", re.IGNORECASE)
FOUND = re.compile(r"bullying found|found[^.<]{0,20} bullying|was bullying|looked into: ", re.IGNORECASE)
SAYS_SO_ITSELF = "Nobody is called a bully: a finding may say otherwise, or say nothing."
LISTS = ("", "cases/", "reports/", "duties/", "waiting/", "checks/", "again/", "devices/", "search/?q=Robin")


@pytest.fixture
def situation(cast: Cast) -> Situation:
    situation = arise(cast)
    with asking(cast.okafor.actor()):
        assess(situation.case.assessment, at=clock.now())
    return situation


def labels_in(page: bytes) -> list[str]:
    shown = re.sub(r"<[^>]+>", " ", page.decode().replace(SAYS_SO_ITSELF, ""))
    return LABEL.findall(shown) + FOUND.findall(shown)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_a_case_has_a_label(cast: Cast, situation: Situation, page: str) -> None:
    assert labels_in(signed_in(cast.okafor).get(address(situation, page)).content) == []


@pytest.mark.parametrize("page", LISTS)
def test_no_list_has_a_label(cast: Cast, situation: Situation, page: str) -> None:
    assert labels_in(signed_in(cast.okafor).get(f"/school/{page}").content) == []


def test_no_page_of_the_family_has_a_label(cast: Cast, situation: Situation) -> None:
    code = make_code()
    with asking(cast.okafor.actor()):
        make_code_key(code, report_id=situation.report.pk, organisation_id=cast.thornbury.pk, at=clock.now())
    make_statement_link(case=situation.case, person=situation.robin, by=cast.okafor, word="word", at=clock.now())
    person = come_in(code)
    assert person.says(situation.report.reference)
    assert labels_in(person.page.encode()) == []
    assert labels_in(person.client.get("/say/word/").content) == []


def test_no_letter_is_written_before_there_is_a_finding(cast: Cast, situation: Situation) -> None:
    actor = cast.okafor.actor()
    with asking(actor), pytest.raises(CannotWriteYet, match="no finding"):
        compose_letter(actor=actor, family_id=situation.robins_family.pk, at=clock.now(), **WORDS)


def test_no_letter_calls_a_child_a_name() -> None:
    for letter in (FOLDER / "letters").glob("*.md"):
        assert LABEL.findall(letter.read_text(encoding="utf-8")) == [], letter.name


def test_the_test_sees_a_label() -> None:
    assert labels_in(b"<p>He is a <b>bully</b>.</p>")
    assert labels_in(b"<p>Looked into: bullying</p>")
