"""What comes in during a day, and what a school keeps for it: read in turn, and each thing done, in a browser."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from tests.browser.looking import DESK, PHONE, Eyes
from tests.browser.pages import LOOKED_AT
from tests.browser.people import Walker, member
from tests.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]  # one demo is loaded, not one for each process


def test_a_day(browser: Browser, demo_installation: Installation) -> None:
    eyes = Eyes("day", (DESK, PHONE))
    lead = member(browser, demo_installation.url, "Ms Okafor", eyes=eyes)
    lead.look("today")
    what_came_in(lead)
    chips(lead)
    complaints(lead)
    assert lead.complaints == []
    assert eyes.pages == LOOKED_AT["a day"]


def what_came_in(lead: Walker) -> None:
    """Each thing leads to the next that nobody has read."""
    lead.page.get_by_role("link", name=re.compile("have come in")).click()
    lead.look("what-has-come-in")
    lead.page.locator("tbody a").first.click()
    lead.look("a-thing-that-came-in")
    lead.page.get_by_role("link", name=re.compile("Next")).click()
    lead.page.get_by_role("link", name=re.compile("Previous")).click()
    lead.reads("All that has come in")


def chips(lead: Walker) -> None:
    """Filters combine, and are there again after a case."""
    lead.go("/school/cases/")
    for name in ("Open", "Mine", "A family waits"):
        lead.page.get_by_role("link", name=name, exact=True).click()
    lead.look("filters-that-combine")
    lead.page.locator("tbody a").first.click()
    lead.page.get_by_role("link", name=re.compile("Next")).click()
    expect(lead.page.locator(".through")).to_contain_text("2 of")
    lead.look("a-case-among-them")
    lead.go("/school/cases/?show=open&show=mine&show=waiting")
    lead.page.get_by_role("link", name=re.compile("^Without: Mine")).click()
    expect(lead.page).to_have_url(re.compile(r"show=open&show=waiting$"))


def complaints(lead: Walker) -> None:
    """A father rings about a letter; the school keeps other steps, and his go on as they were when it was written."""
    lead.go("/school/cases/")
    lead.page.get_by_role("link", name="An app that picks teams").click()
    lead.follow("Families")
    lead.page.locator("main a.govuk-button").first.click()
    lead.follow("Write down that they do not agree")
    lead.look("they-do-not-agree")
    lead.tick("By telephone")
    today = datetime.now(tz=UTC)
    for part, typed in (("day", today.day), ("month", today.month), ("year", today.year)):
        lead.page.locator(f"#said-{part}").fill(str(typed))
    lead.page.locator("#words").fill("He asked who had spoken with the other players.")
    lead.press("Write it down")
    lead.reads("Written down by Ms Okafor")
    lead.look("complaint-by-telephone")
    lead.go(reverse("school:complaint_stages"))
    lead.look("steps-of-a-complaint")
    lead.page.locator("#days-2").fill("10")
    lead.press("Keep these steps")
    lead.reads("These steps are in force from now on.")
    lead.page.get_by_text(re.compile("^From .* to ")).click()
    lead.look("other-steps")
