"""A statement is taken down and corrected with the keyboard; another is given on a phone with a link that works once."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from tests.browser.looking import DESK, PHONE, Eyes
from tests.browser.pages import LOOKED_AT
from tests.browser.people import Walker, member, walker
from tests.browser.test_case_desk import open_a_case
from tests.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]  # one demo is loaded, not one for each process
WORDS = "He goes “oink” an everyone larfs."


def take_down(lead: Walker, case: str) -> None:
    lead.go(reverse("school:case_statement", args=[case]))
    lead.press("Keep the statement")
    lead.reads("Write what they said, in their own words.")
    lead.look("statement-with-mistakes")
    lead.page.locator("input[name=person]").first.check()
    fill(lead, WORDS)
    lead.press("Keep the statement")
    lead.reads(WORDS)


def fill(lead: Walker, words: str) -> None:
    lead.page.locator("textarea[name=question]").fill("Tell me what happened.")
    lead.page.locator("textarea[name=words]").fill(words)
    lead.page.locator("input[name=said_time]").fill("00:00")
    lead.page.locator("input[name=place]").fill("Room 4")
    lead.page.locator("input[name=present]").fill("Nobody")
    lead.page.locator("input[name=read_back]").first.check()
    lead.page.locator("textarea[name=opinion]").fill("I believe him.")
    for box in lead.page.locator("input[name=within_limits]").all():
        box.check()


def correct(lead: Walker) -> None:
    lead.page.get_by_role("link", name=re.compile("They correct it")).first.focus()
    lead.page.keyboard.press("Enter")
    expect(lead.page.get_by_role("heading", level=1)).to_contain_text("corrects it")
    lead.look("correcting")
    fill(lead, "It was on Tuesday.")
    lead.press("Keep the statement")
    lead.reads("both stay")
    lead.look("statements")


def make_link(lead: Walker) -> str:
    lead.follow("Ask with a link that works once")
    lead.page.locator("input[name=person]").first.check()
    lead.page.locator("textarea[name=question]").fill("What did you see on the way home on Monday?")
    for box in lead.page.locator("input[name=within_limits]").all():
        box.check()
    lead.press("Make the link")
    lead.look("link")
    found = re.search(r"/say/[^/]+/", lead.page.locator("code").inner_text())
    assert found
    return found[0]


def test_a_statement_taken_down_and_one_given_with_a_link(browser: Browser, demo_installation: Installation) -> None:
    eyes = Eyes("statement", (DESK, PHONE))
    lead = member(browser, demo_installation.url, "Ms Okafor", eyes=eyes)
    case = open_a_case(lead)
    take_down(lead, case)
    correct(lead)
    link = make_link(lead)
    witness = walker(browser, demo_installation.url, size=PHONE, eyes=eyes)
    witness.go(link)
    witness.look("say")
    witness.page.locator("textarea[name=words]").fill("I was upstairs and heard it.")
    witness.press("Send it to the school")
    witness.reads("The link has been used up.")
    witness.look("thanks")
    lead.go(reverse("school:case_statements", args=[case]))
    lead.reads("I was upstairs and heard it.")
    lead.reads("Written by themselves, with a one-time link")
    assert eyes.pages == LOOKED_AT["a statement"]
