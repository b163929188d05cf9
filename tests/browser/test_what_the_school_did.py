"""What happened is written out; a phone is taken, searched and given back; a colleague is supported."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Browser

from tests.browser.looking import DESK, PHONE, Eyes
from tests.browser.pages import LOOKED_AT
from tests.browser.people import Walker, member
from tests.browser.test_case_desk import open_a_case
from tests.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]  # one demo is loaded, not one for each process
TAKEN = {
    "words": "Black, with a cracked corner",
    "taken_by": "Mr Albright",
    "taken_time": "00:00",
    "witness": "Mrs Adeyemi",
    "why": "Two pupils saw him film in the changing room.",
    "kept_where": "The safe in the office",
}
SEARCHED = {
    "searched_by": "Ms Okafor",
    "authorised_by": "Dr Reyes",
    "search_witness": "Mr Lund",
    "searched_time": "00:00",
    "looked_for": "The film of Friday",
    "found": "Nothing of it was looked at.",
}


def fill(lead: Walker, given: dict[str, str]) -> None:
    for name, words in given.items():
        lead.page.locator(f"[name={name}]").fill(words)


def choose(lead: Walker, given: dict[str, str]) -> None:
    for name, value in given.items():
        lead.page.locator(f"[name={name}][value={value}]").check()


def write_out_a_report(lead: Walker, case: str) -> None:
    lead.go(reverse("school:case_incidents", args=[case]))
    lead.page.get_by_role("link", name=re.compile("^Write out")).first.click()
    lead.press("Write it down")
    lead.reads("Write in one line what happened.")
    lead.look("incident-with-mistakes")
    fill(lead, {"what": "A gravestone with her name in the game"})
    choose(lead, {"known": "day", "place": "online", "online": "yes", "face_to_face": "no", "off_premises": "yes"})
    for part in ("day", "month"):
        fill(lead, {f"day_on-{part}": "11"})
    fill(lead, {"day_on-year": "2025"})
    lead.press("Write it down")
    lead.reads("11 November 2025")
    lead.look("incidents")
    lead.page.get_by_role("link", name=re.compile("^Put it right")).first.click()
    lead.look("put-right")
    fill(lead, {"put_right_because": "The year was wrong.", "day_on-year": "2024"})
    lead.press("Put it right")
    lead.reads("Before it was put right it said")


def take_a_phone(lead: Walker, case: str) -> None:
    lead.go(reverse("school:case_device_take", args=[case]))
    lead.reads("Stop if a nude or sexual image of anyone under 18 may be on it")
    choose(lead, {"was_searched": "yes"})
    lead.press("Record it")
    lead.reads("Write what was looked for.")
    lead.look("device-with-mistakes")
    lead.page.locator("[name=person]").last.check()
    choose(lead, {"kind": "phone", "ground": "harm", "was_searched": "no", "told": "no"})
    fill(lead, TAKEN)
    lead.press("Record it")
    lead.reads("In school since today")


def search_it(lead: Walker) -> None:
    lead.page.get_by_role("link", name=re.compile("It was searched")).first.click()
    fill(lead, SEARCHED)
    choose(lead, {"authority": "head", "images": "not_looked", "deleted": "no"})
    lead.look("searching")
    lead.press("Record the search")
    lead.reads("An image is suspected")
    lead.look("devices")


def give_it_back(lead: Walker, case: str) -> None:
    lead.go(reverse("school:today"))
    lead.page.get_by_role("link", name=re.compile("still in school")).click()
    lead.look("devices-in-school")
    lead.go(reverse("school:case_devices", args=[case]))
    lead.page.get_by_role("link", name=re.compile("Given back, handed over")).first.click()
    choose(lead, {"fate": "returned"})
    fill(lead, {"who-returned": "His father, at the office"})
    lead.look("given-back")
    lead.press("Write it down")
    lead.reads("Given back to His father, at the office")


def support_a_colleague(lead: Walker, case: str) -> None:
    lead.go(reverse("school:case_staff_support", args=[case]))
    choose(lead, {"taken_up": "yes"})
    fill(lead, {"for_whom": "Mr Albright", "offered": "Cover on Friday, and a word with the union.", "given": "Mr Lund took it."})
    lead.press("Write it down")
    lead.reads("They took it up")
    lead.look("support-for-staff")


def test_an_incident_written_out_a_phone_taken_and_a_colleague_supported(
    browser: Browser, demo_installation: Installation
) -> None:
    eyes = Eyes("what-the-school-did", (DESK, PHONE))
    lead = member(browser, demo_installation.url, "Ms Okafor", eyes=eyes)
    case = open_a_case(lead)
    write_out_a_report(lead, case)
    take_a_phone(lead, case)
    search_it(lead)
    give_it_back(lead, case)
    support_a_colleague(lead, case)
    assert eyes.pages == LOOKED_AT["what the school did"]
