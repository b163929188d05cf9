"""A grandmother rang about what a parent had written: found by sound and by number, compared, joined, undone, in a browser."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from tests.browser.looking import DESK, PHONE, Eyes
from tests.browser.pages import LOOKED_AT
from tests.browser.people import Walker, member
from tests.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]  # one demo is loaded, not one for each process


def search_for(lead: Walker, words: str) -> None:
    lead.go(reverse("school:search"))
    lead.page.locator("#q").fill(words)
    lead.press("Search")


def test_two_reports_and_two_people_are_compared(browser: Browser, demo_installation: Installation) -> None:
    eyes = Eyes("duplicates", (DESK, PHONE))
    lead = member(browser, demo_installation.url, "Ms Okafor", eyes=eyes)
    for words in ("07700900114", "+44 7700 900 114", "tilingbrook corin"):
        search_for(lead, words)
        lead.reads("Corin Tillingbrook")
    search_for(lead, "korin tillingbrook")
    lead.look("found-by-sound")
    lead.follow("Korin Tillingbrooke")
    lead.reads("May be the same report")
    lead.follow("Corin Tillingbrook: look at both")
    lead.look("two-reports")
    lead.tick("The same")
    lead.page.get_by_label("How do you know?").fill("His grandmother said that his mother had written.")
    lead.press("Put it on record")
    lead.reads("The same as, says Ms Okafor")
    lead.follow("Undo")
    lead.look("undo")
    lead.page.get_by_label("Why?").fill("To see that it can be undone.")
    lead.press("Undo it")
    lead.reads("Undone by Ms Okafor")

    found_by_the_worker(lead)
    lead.look("who-may-be-the-same")
    search_for(lead, "Gideon Marshbank")
    lead.follow("Gideon Marshbank")
    lead.reads("May be the same person")
    lead.look("person")
    lead.follow("Gidion Marshbanks: look at both")
    lead.look("two-people")
    assert lead.complaints == []
    lead.press("Put it on record")
    expect(lead.page.get_by_role("alert")).to_contain_text("Choose whether they are the same.")
    assert eyes.pages == {*LOOKED_AT["duplicates"]}


def found_by_the_worker(lead: Walker) -> None:
    """The pairs of the demo are found after it was loaded."""
    lead.go(reverse("school:duplicates"))
    row = lead.page.get_by_role("row", name=re.compile("Gideon Marshbank.*Gidion|Gidion.*Gideon"))
    for _ in range(90):
        if row.count():
            break
        lead.page.wait_for_timeout(1_000)
        lead.page.reload()
    expect(row).to_contain_text("the name, Year 8")
    row.get_by_role("link").click()
    lead.reads("Are these two the same person?")
    lead.page.go_back()


def test_two_people_are_joined_by_keyboard_without_script(browser: Browser, demo_installation: Installation) -> None:
    lead = member(browser, demo_installation.url, "Mr Lund", javascript=False)
    page = lead.page
    search_for(lead, "Gideon Marshbank")
    page.get_by_role("link", name="Gideon Marshbank", exact=True).press("Enter")
    page.get_by_role("link", name="look at both").press("Enter")
    page.get_by_label("The same", exact=True).press("Space")
    page.get_by_label("How do you know?").fill("Year 8 has one Gideon.")
    page.get_by_role("button", name="Put it on record").press("Enter")
    lead.reads("The same as, says Mr Lund")
    search_for(lead, "gidion marshbanks")
    lead.reads("Gideon Marshbank (also Gidion Marshbanks)")
    lead.reads("2 cases")
