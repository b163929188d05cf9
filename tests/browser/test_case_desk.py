"""A case at the school desk in a real browser: every page at two widths, axe, the keyboard, and a finding without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.chromium import what_axe_finds
from tests.installation import Installation
from tests.surroundings import VAR

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]  # one demo is loaded, not one for each process
SHOTS = VAR / "screenshots" / "case"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 780}
PAGES = ("People", "Notes", "Messages", "Evidence", "Finding", "What is done", "Families", "Who can see it", "Close")


@pytest.fixture
def desk(demo_installation: Installation, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=demo_installation.url, viewport=WIDE, java_script_enabled=True)  # type: ignore[arg-type]
    page = context.new_page()
    come_in(page)
    yield page
    context.close()


def come_in(page: Page) -> None:
    page.goto("/sign-in/")
    page.get_by_role("button", name="Ms Okafor").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Today")


def open_a_case(page: Page) -> str:
    page.goto("/school/cases/?show=open")
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", name="What happened, newest first")).to_be_visible()
    return page.url.partition("?")[0]


def look(page: Page, what: str, *, axe: bool = True) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^a-z]+", "-", what.lower())
    for size, width in (("wide", WIDE), ("phone", PHONE)):
        page.set_viewport_size(width)  # type: ignore[arg-type]
        page.screenshot(path=SHOTS / f"{name}-{size}.png", full_page=True)
        assert page.locator("html").evaluate("e => e.scrollWidth - e.clientWidth") <= 0, f"{what} scrolls sideways ({size})"
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    if axe:
        assert what_axe_finds(page) == "", what


def test_every_page_of_a_case(desk: Page) -> None:
    case = open_a_case(desk)
    look(desk, "case")
    for name in PAGES:
        desk.goto(case)
        desk.get_by_role("navigation", name="In this case").get_by_role("link", name=name, exact=True).click()
        look(desk, name)
    desk.goto(f"{case}people/add/")
    look(desk, "add somebody")
    desk.goto(f"{case}families/")
    desk.get_by_role("link", name=re.compile("Decide not to tell")).first.click()
    look(desk, "not told")


def test_a_picture_is_shown_only_after_somebody_chose_to_look(desk: Page) -> None:
    desk.goto("/school/cases/")
    for address in [link.get_attribute("href") for link in desk.locator("tbody a").all()]:
        desk.goto(f"{(address or '').partition('?')[0]}evidence/")
        files = desk.locator("tbody a")
        if files.count():
            break
    look(desk, "evidence list")
    files.filter(has_text=".png").first.click()
    assert desk.locator("main img").count() == 0
    look(desk, "evidence item")
    button = desk.get_by_role("button", name=re.compile("Look at this picture|Read this text"))
    button.click()
    expect(desk.locator(".look")).to_be_visible()
    look(desk, "evidence looked at")
    picture = desk.locator(".look img")
    if picture.count():
        assert picture.evaluate("img => img.complete && img.naturalWidth > 0")


def test_a_finding_by_keyboard_without_script(demo_installation: Installation, browser: Browser) -> None:
    context = browser.new_context(base_url=demo_installation.url, viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    come_in(page)
    case = open_a_case(page)
    page.goto(f"{case}finding/")
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
    context.close()
