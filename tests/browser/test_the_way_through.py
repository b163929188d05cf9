"""From a parent's report on a phone to the letter that tells them: the whole way in a browser, with JavaScript and without."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.looking import DESK, PHONE, Eyes
from tests.browser.pages import LOOKED_AT
from tests.browser.people import Walker, come_back, member, parent, report
from tests.installation import Installation
from tests.surroundings import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]  # one demo is loaded, not one for each process

WORDS = "Since half term two girls in her form have been posting clips of my daughter with pig noises in the year group chat."
SCREENSHOTS = sorted((ROOT / "upstander/operations/demo/evidence").glob("*.png"))


@dataclass(frozen=True)
class Family:
    child: str
    email: str
    javascript: bool


ASHDOWN = Family("Robin Ashdown", "sam@ashdown.example", javascript=True)
SALLOW = Family("Wren Sallow", "w@sallow.example", javascript=False)


def open_case(lead: Walker, child: str) -> None:
    lead.page.get_by_role("link", name=re.compile("nobody has taken")).first.click()
    lead.page.get_by_role("link", name=re.compile(child)).first.click()
    lead.reads(WORDS)
    lead.press("Take this report")
    question = lead.page.locator(".answers__question").first.inner_text()
    lead.page.locator("main").get_by_role("button", name="No", exact=True).first.click()
    expect(lead.page.locator(".answers__question").first).not_to_have_text(question)
    lead.look("fact-answered")
    lead.press("Confirm this verdict")
    lead.page.get_by_text("Open or join a case").first.click()
    lead.reads("Is there a case about this already?")
    lead.look("search-before-create")
    lead.type("Title", f"Clips of {child} in the Year 9 group chat")
    lead.tick(child)
    lead.press("Open the case")


def find_and_act(lead: Walker, child: str) -> None:
    lead.follow("Finding")
    for name in ("hurt_meant", "repeated", "power"):
        lead.page.locator(f"input[name={name}][value=yes]").check()
        lead.page.locator(f"textarea[name={name}_why]").fill("Seen in the chat, and said by five pupils.")
    lead.page.locator("input[name=outcome][value=bullying]").check()
    lead.type("Your reasons, for the record", "Five pupils, and the export of the chat, say the same.")
    lead.press("Record the finding")
    lead.reads("The finding is recorded.")
    lead.follow("What is done")
    lead.page.get_by_role("radio", name=re.compile(child)).check()
    lead.page.locator("input[name=kind][value=check_ins]").check()
    lead.page.locator("textarea[name=words]").fill("Mrs Adeyemi meets her before school each morning.")
    lead.press("Record it")
    lead.reads("Mrs Adeyemi meets her before school each morning.")


def write_letter(lead: Walker, child: str) -> str:
    """Compose the letter to the child's family. Returns its address."""
    lead.page.get_by_role("link", name=re.compile("^UP-")).first.click()
    lead.follow("Families")
    family = lead.page.locator("section", has=lead.page.get_by_role("heading", name=re.compile(f"{child}’s family"))).first
    family.get_by_role("link", name=re.compile("Write about how far it is")).click()
    lead.look("letter-news")
    lead.page.go_back()
    family.locator("a.govuk-button").first.click()
    lead.tick("We talked with other pupils, one at a time.")
    lead.type("Why was it decided so?", "It was meant to hurt, and it went on for weeks, in the PV room and at home.")
    lead.page.locator("input[name=behaviour]").first.check()
    again = datetime.now() + timedelta(days=28)
    for part, number in (("day", again.day), ("month", again.month), ("year", again.year)):
        lead.page.locator(f"input[name=review_on-{part}]").fill(str(number))
    lead.look("letter-form")
    lead.press("See the letter")
    lead.reads("“PV” may be the initials of somebody")
    lead.look("letter-form-found")
    lead.page.locator("input[name=hold_it]").check()
    lead.press("See the letter")
    wait_for_the_pdf(lead)
    lead.look("letter")
    return lead.page.url


def wait_for_the_pdf(lead: Walker) -> None:
    """The page looks for it by itself; where there is no script, it has a link for that."""
    pdf, again = lead.page.get_by_text("Open the PDF"), lead.page.get_by_role("link", name="Look again")
    for _ in range(60 if not lead.javascript else 0):
        expect(pdf.or_(again)).to_be_visible()
        if pdf.is_visible():
            break
        lead.page.wait_for_timeout(500)
        again.click()
    expect(pdf).to_be_visible(timeout=60_000)


def check_and_send(deputy: Walker, letter: str) -> None:
    deputy.page.goto(letter)
    deputy.reads("may be somebody’s initials")
    deputy.look("letter-held")
    deputy.page.locator("input[name=let_stand][value=yes]").check()
    deputy.type("Why?", "It is the room with the solar panels.")
    deputy.press("Decide")
    deputy.reads("They may stand")
    for box in deputy.page.locator("input[name=ticked]").all():
        box.check()
    deputy.press("It can be sent")
    expect(deputy.page.get_by_role("button", name="Send the letter")).to_be_visible()
    deputy.look("letter-checked")
    deputy.press("Send the letter")
    expect(deputy.page.get_by_role("button", name="Send the letter")).to_be_hidden()
    deputy.look("letter-sent")


def write_back(parent: Walker) -> None:
    parent.reads("You told the school")
    parent.type("Write to the school", "She is at home today.")
    parent.press("Send")
    parent.reads("She is at home today.")
    parent.press("Sign out")


def read_the_letter(parent: Walker) -> None:
    parent.reads("There is a letter for you")
    parent.look("back-with-a-letter")
    parent.press("Read the letter")
    parent.reads("We talked with other pupils, one at a time.")
    parent.reads("Mrs Adeyemi meets her before school each morning.")
    parent.look("letter")
    assert "Petra" not in parent.page.content()
    assert "Vane" not in parent.page.content()


def disagree(parent: Walker) -> None:
    parent.follow("I do not agree")
    parent.reads("You have an answer by")
    parent.look("disagree")
    parent.type("What do you not agree with?", "Nobody asked her friends.")
    parent.press("I do not agree")
    parent.reads("It comes to you here, as a letter.")
    parent.look("disagreed")


def answer(lead: Walker, child: str) -> None:
    lead.go("/school/")
    lead.page.get_by_role("link", name=re.compile("not agree")).click()
    lead.look("complaints")
    lead.follow(child)
    lead.reads("Nobody asked her friends.")
    lead.look("complaint")
    lead.type("What did you look at, and what do you decide?", "We have asked three more pupils. We decide the same.")
    lead.press("See the letter")
    lead.reads("The next step is")


@pytest.fixture
def letterbox(demo_installation: Installation) -> set[Path]:
    """The e-mails that lie in the demo's folder before the journey begins."""
    return set(demo_installation.email_folder.glob("*"))


@pytest.mark.parametrize("family", [ASHDOWN, SALLOW], ids=["with-javascript", "without-javascript"])
def test_a_parent_tells_the_school_and_is_told(
    browser: Browser, demo_installation: Installation, letterbox: set[Path], family: Family
) -> None:
    address, script = demo_installation.url, family.javascript
    staff = Eyes("letter", (DESK, PHONE))
    phone = parent(browser, address, "parent", javascript=script)
    code = report(
        phone, school="Thornbury Vale School", child=family.child, words=WORDS, email=family.email, files=SCREENSHOTS[:1]
    )

    come_back(phone, code)
    write_back(phone)

    lead = member(browser, address, "Ms Okafor", javascript=script, eyes=staff)
    open_case(lead, family.child)
    find_and_act(lead, family.child)
    letter = write_letter(lead, family.child)
    check_and_send(member(browser, address, "Mr Lund", javascript=script, eyes=staff), letter)

    come_back(phone, code)
    read_the_letter(phone)
    disagree(phone)
    answer(lead, family.child)
    if script:
        assert phone.eyes is not None
        assert phone.eyes.pages | staff.pages == LOOKED_AT["from a report to a letter"]
    told = [path.read_text() for path in sorted(set(demo_installation.email_folder.glob("*")) - letterbox)]
    mine = [message for message in told if family.email in message]
    assert mine
    assert not any(re.search("Robin|Wren|bully|Thornbury|Okafor|Petra", message) for message in mine)
