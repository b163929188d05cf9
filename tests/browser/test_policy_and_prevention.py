"""The ladder from a draft to the page that parents read, and the register of prevention: on paper and without JavaScript too."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.looking import ARTEFACTS, DESK, PHONE, Eyes
from tests.browser.pages import LOOKED_AT
from tests.browser.people import Walker, member, walker
from tests.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]  # one demo is loaded, not one for each process


def test_the_policy_and_prevention_are_sound(browser: Browser, demo_installation: Installation) -> None:
    eyes = Eyes("policy", (DESK, PHONE))
    lead = member(browser, demo_installation.url, "Ms Okafor", eyes=eyes)
    writes_a_clause(lead)
    has_kinds_of_its_own(lead)
    keeps_the_register(lead)
    governors_approve(walker_of(browser, demo_installation, "Mr Hale"))
    lead.go("/school/policy/")
    lead.reads("From ")
    head = member(browser, demo_installation.url, "Mr Sorrell", eyes=eyes)
    approves_nothing_yet(head)
    reads_as_a_parent(walker(browser, demo_installation.url, eyes=eyes), eyes)
    assert eyes.pages == LOOKED_AT["the policy and prevention"]


def walker_of(browser: Browser, running: Installation, name: str) -> Walker:
    return member(browser, running.url, name, javascript=False)


def writes_a_clause(lead: Walker) -> None:
    lead.go("/school/policy/")
    lead.look("what-the-policy-says")
    lead.follow("Go on with it")
    lead.look("draft")
    lead.page.get_by_role("link", name=re.compile("what the draft says about: Threats")).click()
    lead.type("Number in your policy", "")
    lead.press("Keep it in the draft")
    lead.reads("Write the number that this has in your policy")
    lead.look("clause-with-a-mistake")
    lead.complaints.clear()  # a 422 is one to the browser
    lead.type("Number in your policy", "4.9")
    lead.page.get_by_label("What do you usually do?").fill("A threat is taken seriously, whether or not it was meant.")
    lead.press("Keep it in the draft")
    lead.reads("4.9, before 4.7")
    expect(lead.page.locator("#kind-threats")).to_contain_text("Changed")


def has_kinds_of_its_own(lead: Walker) -> None:
    lead.press("Add a kind of behaviour")
    lead.look("a-new-kind")
    lead.type("What is it called?", "Filming others")
    lead.press("Keep it in the draft")
    lead.reads("Another kind in this draft is called so.")
    lead.complaints.clear()
    lead.type("What is it called?", "Names and nicknames")
    lead.type("Number in your policy", "4.10")
    lead.page.get_by_label("What do you mean by it?").fill("Calling somebody what they do not want to be called.")
    lead.page.get_by_label("What do you usually do?").fill("We say at once that it stops, and ask what lies behind it.")
    lead.press("Keep it in the draft")
    lead.page.get_by_role("button", name=re.compile("^Move up.*Names and nicknames")).click()
    lead.page.get_by_role("link", name=re.compile("what the draft says about: Prejudice")).click()
    lead.press("Take it out of the draft")
    lead.reads("You can put it back until governors have approved the draft.")
    lead.look("kinds-of-its-own")


def keeps_the_register(lead: Walker) -> None:
    lead.follow("Prevention")
    lead.look("prevention")
    lead.press("Add a measure")
    lead.type("What is it?", "Filters and group chats looked at with pupils")
    lead.page.get_by_label("What kind of measure?").select_option("Devices and filters looked at")
    lead.page.get_by_label("How often should it happen?").select_option("Every term")
    lead.look("adding-a-measure")
    lead.press("Add it to the register")
    expect(lead.page.locator("#gaps")).to_contain_text("Filters and group chats")
    lead.page.get_by_role("row", name=re.compile("^Six lessons")).get_by_role("link").click()
    lead.look("a-measure")
    says_what_prompted_it(lead)
    assert lead.complaints == []


def says_what_prompted_it(lead: Walker) -> None:
    [reference, *_] = re.findall(r"Case (UP-\w+)", lead.page.content())
    lead.type("Something else? Reference of its case", reference)
    lead.press("Choose what happened")
    lead.look("choosing-what-prompted-it")
    lead.page.get_by_role("checkbox").last.check()
    lead.press("This prompted it")
    lead.reads("It is on record as what prompted this.")
    lead.look("what-prompted-a-measure")


def governors_approve(governor: Walker) -> None:
    """Without JavaScript."""
    governor.go("/oversight/")
    governor.page.get_by_role("link", name=re.compile("^A draft waits for approval")).click()
    governor.press("Governors have approved it")
    governor.type("Who approved it?", "The full governing body")
    governor.type("Where do the minutes say so?", "Item 9")
    now = datetime.now(tz=UTC)
    for place, days in enumerate((-1, 2, 300)):
        day = now + timedelta(days=days)
        for part, typed in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            governor.page.get_by_label(part, exact=True).nth(place).fill(str(typed))
    governor.press("Put the approval on record")
    governor.reads("It never changes from here on.")
    governor.reads("Third edition")


def approves_nothing_yet(head: Walker) -> None:
    """At the other school: a draft, and an approval that lacks everything."""
    head.go("/school/policy/")
    head.type("What is the version called?", "Second edition")
    head.press("Start a draft")
    head.press("Governors have approved it")
    head.press("Put the approval on record")
    head.reads("Write who approved it")
    head.look("approving-with-mistakes")
    head.complaints.clear()
    head.follow("Back")
    head.follow("Drop this draft")
    head.look("dropping-a-draft")
    head.type("Why is it dropped?", "It was begun by mistake.")
    head.press("Drop the draft")
    head.follow("Behaviour policy, Second edition")
    head.look("a-dropped-draft")


def reads_as_a_parent(parent: Walker, eyes: Eyes) -> None:
    parent.go("/policy/900001/")
    parent.reads("Second edition")
    parent.look("as-parents-read-it")
    parent.page.emulate_media(media="print")
    parent.page.set_viewport_size({"width": 700, "height": 990})
    expect(parent.page.get_by_role("button", name="Print")).to_be_hidden()
    parent.page.screenshot(path=ARTEFACTS / eyes.journey / "on-paper.png", full_page=True)
    parent.page.emulate_media(media="screen")
    parent.follow("First edition")
    parent.reads("This is an earlier version.")
    parent.look("an-earlier-version")
    parent.page.goto(f"{parent.address}/policy/900009/")
    parent.reads("Ask the school for its behaviour policy")
    parent.look("nothing-published")
