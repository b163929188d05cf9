"""A telephone call at the school office, written down in a browser: with a mistake, from paper, and read again with the code."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.looking import DESK, PHONE, Eyes
from tests.browser.pages import LOOKED_AT
from tests.browser.people import Walker, come_back, member, walker
from tests.installation import Installation
from tests.surroundings import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]  # one demo is loaded, not one for each process
PAGE = "/school/reports/new/"
SCREENSHOT = min((ROOT / "upstander/operations/demo/evidence").glob("*.png"))
WORDS = "She said that there is a list of who sits where."


def answer_what_is_always_asked(staff: Walker) -> None:
    page = staff.page
    for question, answer in (
        ("Is anyone in danger right now?", "Not right now"),
        ("Does any of it happen online, or by phone?", "Yes"),
        ("Does any of it happen face to face?", "Not known"),
        ("Is any of it a nude or sexual picture of someone under 18?", "No"),
    ):
        page.get_by_role("group", name=question, exact=True).get_by_label(answer, exact=True).check()


def fill_in_the_day(staff: Walker, which: str, day: str, month: str, year: str) -> None:
    for part, value in (("day", day), ("month", month), ("year", year)):
        staff.page.locator(f"#{which}-{part}").fill(value)


def test_a_call_is_written_down_and_they_come_back_with_the_code(browser: Browser, demo_installation: Installation) -> None:
    eyes = Eyes("writing-down", (DESK, PHONE))
    staff = member(browser, demo_installation.url, "Ms Okafor", eyes=eyes)
    staff.go(f"{PAGE}?from=paper")
    staff.look("from-paper")
    staff.follow("Print the paper form")
    staff.look("paper")
    staff.page.emulate_media(media="print")
    assert staff.page.get_by_role("button", name="Print").count() == 0
    expect(staff.page.get_by_role("article", name="Paper form")).to_be_visible()
    staff.page.emulate_media(media="screen")
    assert staff.complaints == []  # the browser takes the answer to a mistake, 422, for one
    staff.go(PAGE)
    staff.page.get_by_label("What did they say, in their own words?").fill(WORDS)
    staff.press("Add someone else who")
    expect(staff.page.get_by_label("What did they say, in their own words?")).to_have_value(WORDS)
    staff.press("Keep this report")
    staff.reads("Choose how it came.")
    staff.look("with-mistakes")
    expect(staff.page.get_by_label("What did they say, in their own words?")).to_have_value(WORDS)
    staff.tick("By telephone")
    fill_in_the_day(staff, "said", "2", "11", "2026")
    staff.page.locator("#said-time").fill("2.20 pm")
    answer_what_is_always_asked(staff)
    staff.tick("Yes: I read it out or print it")
    staff.press("Keep this report")
    code = re.search(r"\d{4} \d{4} \d{4} \d{4}", staff.page.locator(".receipt__code").inner_text())
    assert code
    staff.look("kept-with-a-code")
    staff.follow("Open the report")
    staff.reads("Written down by Ms Okafor")
    staff.look("the-report")
    assert eyes.pages == {*LOOKED_AT["writing down"], "school:report"}

    parent = walker(browser, demo_installation.url, size=PHONE)
    come_back(parent, code[0])
    parent.reads("You told the school")


def test_evidence_is_handed_in_and_a_code_is_made_later(browser: Browser, demo_installation: Installation) -> None:
    """By telephone without a code; on the next day they come to the office."""
    eyes = Eyes("handing-in", (DESK, PHONE))
    staff = member(browser, demo_installation.url, "Ms Okafor", eyes=eyes)
    staff.go(PAGE)
    staff.tick("By telephone")
    fill_in_the_day(staff, "said", "2", "11", "2026")
    staff.page.get_by_label("What did they say, in their own words?").fill(WORDS)
    answer_what_is_always_asked(staff)
    staff.page.locator("[name=code][value=no]").check()
    staff.press("Keep this report")
    staff.follow("Take in what they give you")
    staff.look("the-question")
    staff.tick("Yes, or it may be")
    staff.press("Continue")
    staff.reads("Say that it exists.")
    staff.look("described-never-attached")
    staff.follow("None of it is such a picture: answer again")
    staff.tick("No")
    staff.press("Continue")
    staff.type("Who gave it to you?", "Her mother")
    staff.page.locator("input[type=file]").set_input_files([str(SCREENSHOT)])
    staff.look("a-file-chosen")
    staff.press("Keep these files")
    staff.reads(SCREENSHOT.name)
    staff.follow("Make a code")
    staff.look("before-a-code")
    staff.press("Make a code")
    expect(staff.page.locator(".receipt__code")).to_have_text(re.compile(r"(\d{4} ?){4}"))
    staff.look("the-code")
    assert staff.complaints == []
    assert eyes.pages == LOOKED_AT["handing in"]
