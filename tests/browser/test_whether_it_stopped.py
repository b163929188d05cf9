"""It has started again: a family says so on a phone; the lead finds it on a list and says what came of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.looking import DESK, PHONE, Eyes
from tests.browser.pages import LOOKED_AT
from tests.browser.people import Walker, come_back, member, walker
from tests.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]  # one demo is loaded, not one for each process


def code_of(installation: Installation) -> str:
    """Of a family that has its letter, from the list that the installation keeps for whoever shows the demo."""
    lines = (installation.email_folder.parent / "demo-entrances").read_text(encoding="utf-8")
    found = re.search(r"(\d{4} \d{4} \d{4} \d{4}) \(a letter to read\)", lines)
    assert found
    return found[1]


def say_that_it_started_again(family: Walker, code: str) -> None:
    come_back(family, code)
    family.page.get_by_role("link", name=re.compile("started again")).or_(
        family.page.get_by_role("button", name="Answer")
    ).click()
    family.look("has-it-stopped")
    family.press("Tell the school")
    family.reads("Choose whether it has stopped.")
    family.look("has-it-stopped-with-mistakes")
    family.tick("No, it goes on, or it has started again")
    family.page.get_by_role("group", name=re.compile("safe now")).get_by_label("I am not sure").check()
    family.page.get_by_label("Is there anything new?").fill("A new account, since Sunday.")
    family.press("Tell the school")
    family.reads("looks into it again")
    family.look("back-afterwards")


def test_it_has_started_again(browser: Browser, demo_installation: Installation) -> None:
    eyes = Eyes("stopped", (DESK, PHONE))
    family = walker(browser, demo_installation.url, size=PHONE, eyes=eyes)
    say_that_it_started_again(family, code_of(demo_installation))
    lead = member(browser, demo_installation.url, "Ms Okafor", eyes=eyes)
    lead.page.get_by_role("link", name=re.compile("may have started again")).click()
    lead.look("list")
    lead.page.locator("tbody a").last.click()
    lead.reads("may have started again")
    lead.look("case")
    lead.follow("Has it stopped?")
    lead.reads("A new account, since Sunday.")
    lead.look("checks")
    write_down_what_the_child_says(lead)
    lead.page.get_by_label("What did you do about it, and what came of it?").first.fill("Spoke with both. The account is gone.")
    lead.press("Record what came of it")
    lead.reads("The account is gone.")
    open_again(lead)
    assert eyes.pages == LOOKED_AT["whether it has stopped"]


def write_down_what_the_child_says(lead: Walker) -> None:
    lead.page.get_by_role("link", name=re.compile("Write down the answer")).first.click()
    expect(lead.page.get_by_role("heading", level=1)).to_contain_text("say?")
    lead.look("answer")
    lead.tick("It has stopped")
    lead.tick("Safe")
    lead.page.locator("textarea[name=words]").fill("It is quieter than it was.")
    lead.press("Keep the answer")
    lead.reads("It is quieter than it was.")


def open_again(lead: Walker) -> None:
    """Without a word from the family: a reason is enough."""
    lead.go("/school/cases/?show=closed")
    lead.page.locator("tbody a").first.click()
    lead.follow("Open again")
    lead.look("reopen")
    lead.page.get_by_label("Why is it opened again?").fill("A second group was found.")
    lead.press("Open it again")
    lead.reads("The case is open again.")
    expect(lead.page.get_by_text("Open again: being looked into")).to_be_visible()
