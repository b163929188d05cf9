"""From a parent's report on a phone to the letter that tells them: the whole way, in a real browser."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.people import PHONE, Walker, come_back, member, report, walker
from tests.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]  # one demo is loaded, not one for each process

WORDS = "Since half term two girls in her form have been posting clips of my daughter with pig noises in the year group chat."
SCREENSHOTS = sorted((Path(__file__).resolve().parents[2] / "upstander/operations/demo/evidence").glob("*.png"))


def open_case(lead: Walker, child: str) -> None:
    lead.look("today")
    lead.page.get_by_role("link", name=re.compile("nobody has taken")).first.click()
    lead.look("nobody-has-taken")
    lead.page.get_by_role("link", name=re.compile(child)).first.click()
    lead.look("report")
    lead.reads(WORDS)
    lead.press("Take this report")
    sentence = lead.page.locator("#verdict h2, .verdict h2").first.inner_text()
    lead.page.locator("main").get_by_role("button", name="No", exact=True).first.click()
    lead.look("fact-answered")
    assert sentence
    lead.press("Confirm this verdict")
    lead.page.get_by_text("Open or join a case").first.click()
    lead.look("search-before-create")
    lead.type("Title", "Clips in the Year 9 group chat")
    lead.tick(child)
    lead.press("Open the case")
    lead.look("case")


def find_and_act(lead: Walker, child: str) -> None:
    lead.follow("Finding")
    for name in ("hurt_meant", "repeated", "power"):
        lead.page.locator(f"input[name={name}][value=yes]").check()
        lead.page.locator(f"textarea[name={name}_why]").fill("Seen in the chat, and said by five pupils.")
    lead.page.locator("input[name=outcome][value=bullying]").check()
    lead.type("Your reasons, for the record", "Five pupils, and the export of the chat, say the same.")
    lead.look("finding")
    lead.press("Record the finding")
    lead.follow("What is done")
    lead.page.get_by_role("radio", name=re.compile(child)).check()
    lead.page.locator("input[name=kind][value=check_ins]").check()
    lead.page.locator("textarea[name=words]").fill("Mrs Adeyemi meets her before school each morning.")
    lead.look("measures")
    lead.press("Record it")


def write_letter(lead: Walker, child: str) -> str:
    """Compose the letter to the child's family. Returns its address."""
    lead.page.get_by_role("link", name=re.compile("^UP-")).first.click()
    lead.follow("Families")
    lead.look("families")
    family = lead.page.locator("section", has=lead.page.get_by_role("heading", name=re.compile(f"{child}’s family"))).first
    family.locator("a.govuk-button").first.click()
    lead.type("What was looked into?", "We read the chat and talked with five pupils and two teachers.")
    lead.type("Why was it decided so?", "It was meant to hurt, it went on for weeks, and she could not make it stop.")
    lead.page.locator("input[name=behaviour]").first.check()
    again = datetime.now() + timedelta(days=28)
    for part, number in (("day", again.day), ("month", again.month), ("year", again.year)):
        lead.page.locator(f"input[name=review_on-{part}]").fill(str(number))
    lead.look("letter-form")
    lead.press("See the letter")
    expect(lead.page.get_by_text("Open the PDF")).to_be_visible(timeout=60_000)
    lead.look("letter")
    return lead.page.url


def check_and_send(deputy: Walker, letter: str) -> None:
    deputy.page.goto(letter)
    for box in deputy.page.locator("input[name=ticked]").all():
        box.check()
    deputy.press("It can be sent")
    deputy.look("letter-checked")
    deputy.press("Send the letter")
    deputy.look("letter-sent")


@pytest.fixture
def letterbox(demo_installation: Installation) -> set[Path]:
    """The e-mails that lie in the demo's folder before the journey begins."""
    return set(demo_installation.email_folder.glob("*"))


def test_a_parent_tells_the_school_and_is_told(browser: Browser, demo_installation: Installation, letterbox: set[Path]) -> None:
    address = demo_installation.url
    parent = walker(browser, address, "parent", size=PHONE)
    code = report(
        parent,
        school="Thornbury Vale School",
        child="Robin Ashdown",
        words=WORDS,
        email="sam@ashdown.example",
        files=SCREENSHOTS[:1],
    )

    lead = member(browser, address, "lead", "Ms Okafor")
    open_case(lead, "Robin Ashdown")
    find_and_act(lead, "Robin Ashdown")
    letter = write_letter(lead, "Robin Ashdown")
    check_and_send(member(browser, address, "deputy", "Mr Lund"), letter)

    come_back(parent, code)
    parent.reads("There is a letter for you")
    parent.press("Read the letter")
    parent.look("letter")
    parent.reads("We read the chat and talked with five pupils")
    parent.reads("Mrs Adeyemi meets her before school each morning.")
    assert "Petra" not in parent.page.content()
    assert "Vane" not in parent.page.content()

    told = [path.read_text() for path in sorted(set(demo_installation.email_folder.glob("*")) - letterbox)]
    mine = [message for message in told if "sam@ashdown.example" in message]
    assert mine
    assert not any(re.search("Robin|bully|Thornbury|Okafor|Petra", message) for message in mine)


def test_the_way_to_the_receipt_needs_no_javascript(browser: Browser, demo_installation: Installation) -> None:
    parent = walker(
        browser, demo_installation.url, "parent-without-javascript", size={"width": 320, "height": 640}, javascript=False
    )
    code = report(
        parent, school="Northcliff Academy", child="Wren Sallow", words=WORDS, email="w@sallow.example", files=SCREENSHOTS[:1]
    )
    come_back(parent, code)
    parent.reads("You sent it")
    parent.type("Write to the school", "She is at home today.")
    parent.press("Send")
    parent.reads("She is at home today.")
