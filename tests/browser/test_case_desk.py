"""A case at the school desk in a real browser: every page at each size, axe, the keyboard, and a finding without JavaScript."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.looking import DESK, PHONE, Eyes
from tests.browser.pages import LOOKED_AT, OF_A_CASE
from tests.browser.people import Walker, member
from tests.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]  # one demo is loaded, not one for each process
BEHIND_A_LINK = (
    ("case", "^Messages", "case_messages_with"),
    ("case_people", "^Change .*’s part", "case_part"),
    ("case_families", "^Change how", "case_family_report"),
    ("case_families", "^Decide not to tell", "case_not_told"),
    ("case", "^The whole verdict", "verdict"),
    ("case_families", "^Write down", "case_carers"),
    ("case_families", "^See how", "case_reached"),
)
MOST_STEPS = 60  # of Tab through a page


def open_a_case(lead: Walker) -> str:
    """Returns its number."""
    lead.go("/school/cases/?show=open")
    lead.page.locator("tbody a").first.click()
    expect(lead.page.get_by_role("heading", name="What happened, newest first")).to_be_visible()
    return lead.page.url.partition("/cases/")[2].split("/")[0]


def test_every_page_of_a_case(browser: Browser, demo_installation: Installation) -> None:
    eyes = Eyes("case", (DESK, PHONE))
    lead = member(browser, demo_installation.url, "Ms Okafor", eyes=eyes)
    case = open_a_case(lead)
    for name in OF_A_CASE:
        lead.go(reverse(f"school:{name}", args=[case]))
        lead.look(name)
    for page, link, name in BEHIND_A_LINK:
        lead.go(reverse(f"school:{page}", args=[case]))
        lead.page.get_by_role("link", name=re.compile(link)).first.click()
        expect(lead.page.locator("main form").first).to_be_visible()
        lead.look(name)
    assert eyes.pages == LOOKED_AT["a case"]
    assert lead.complaints == []


def test_a_picture_is_shown_only_after_somebody_chose_to_look(browser: Browser, demo_installation: Installation) -> None:
    eyes = Eyes("evidence", (DESK, PHONE))
    lead = member(browser, demo_installation.url, "Ms Okafor", eyes=eyes)
    page = lead.page
    files = find_files(lead)
    lead.look("evidence-list")
    files.filter(has_text=".png").first.click()
    expect(page.get_by_role("button", name="Look at this picture")).to_be_visible()
    assert page.locator("main img").count() == 0
    lead.look("evidence-item")
    lead.press("Look at this picture")
    picture = page.locator(".look img")
    expect(picture).to_be_visible()
    lead.look("evidence-looked-at")
    assert picture.evaluate("img => img.complete && img.naturalWidth > 0")
    assert eyes.pages == LOOKED_AT["evidence"]


def find_files(lead: Walker) -> Locator:
    lead.go("/school/cases/")
    files = lead.page.locator("tbody a")
    for address in [link.get_attribute("href") or "" for link in files.all()]:
        lead.go(f"{address.partition('?')[0]}evidence/")
        if files.filter(has_text=".png").count():
            return files
    raise AssertionError("no case of the demo has a picture")


def tab_to(page: Page, what: Locator) -> Locator:
    """With the Tab key alone, as somebody would who has no mouse."""
    for _ in range(MOST_STEPS):
        if what.evaluate("it => it === document.activeElement"):
            return what
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {what}")


def test_parts_and_reports_of_families_by_keyboard(browser: Browser, demo_installation: Installation) -> None:
    lead = member(browser, demo_installation.url, "Ms Okafor", javascript=False)
    page, case = lead.page, open_a_case(lead)

    tab_to(page, page.get_by_role("navigation", name="In this case").get_by_role("link", name="People")).press("Enter")
    tab_to(page, page.get_by_role("link", name=re.compile("Change .*’s part")).first).press("Enter")
    tab_to(page, page.get_by_role("radio").first).press("ArrowDown")
    tab_to(page, page.get_by_label("Why does it change?")).press_sequentially("Seen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name="Seen", exact=True)).to_be_visible()

    lead.go(reverse("school:case_families", args=[case]))
    tab_to(page, page.get_by_role("link", name=re.compile("Change how")).first).press("Enter")
    tab_to(page, page.locator("[name=report]:checked")).press("ArrowDown")
    tab_to(page, page.get_by_role("button", name="Save")).press("Enter")
    expect(page.get_by_role("heading", name="Families")).to_be_visible()


def test_a_finding_by_keyboard_without_script(demo_installation: Installation, browser: Browser) -> None:
    lead = member(browser, demo_installation.url, "Ms Okafor", size=PHONE, javascript=False)
    lead.go(reverse("school:case_finding", args=[open_a_case(lead)]))
    page = lead.page
    page.get_by_role("button", name="Record the finding").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Choose what you found.")
    page.get_by_role("link", name="Choose whether hurt was meant.").press("Enter")
    for question in ("Was hurt meant?", "Was it repeated?", "Was there an imbalance of power?"):
        page.get_by_role("group", name=question).get_by_label("Yes").press("Space")
    for why in page.get_by_label("How do you know?").all():
        why.fill("The export shows it.")
    page.get_by_label("Bullying", exact=True).press("Space")
    page.get_by_label("Your reasons, for the record").fill("Twelve evenings, five against one.")
    page.get_by_role("button", name="Record the finding").press("Enter")
    expect(page.get_by_text("The finding is recorded.")).to_be_visible()
    expect(page.get_by_text("Looked into: bullying")).to_be_visible()
