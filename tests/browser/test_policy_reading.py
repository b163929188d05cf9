"""What the policy says, in a browser: half decided in the demo, another file brought, read by the real worker, and decided on."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from tests.browser.looking import DESK, NARROWEST, PHONE, Eyes
from tests.browser.pages import LOOKED_AT
from tests.browser.people import Walker, member
from tests.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]  # one demo is loaded, not one for each process
PAGE = "/school/policy/reading/"
DEMO = "Behaviour policy, September.pdf"
WORDS = "We tell the parents of every child the outcome for their own child, in writing.\n\nWe never search phones.\n"


def bring(staff: Walker, file: Path) -> None:
    staff.go(PAGE)
    staff.page.get_by_label("The behaviour policy").set_input_files(str(file))
    staff.press("Read it")


def until_read(staff: Walker, words: str) -> None:
    """The page shows itself anew once the worker has read the file; on a busy machine that takes its time."""
    expect(staff.page.locator("main")).to_contain_text(words, timeout=60_000)


def test_a_policy_is_read_decided_on_and_summed_up(browser: Browser, demo_installation: Installation, tmp_path: Path) -> None:
    eyes = Eyes("policy", (DESK, PHONE))
    lead = member(browser, demo_installation.url, "Ms Okafor", eyes=eyes)
    lead.follow("Policy")
    lead.follow("What it has to say")
    lead.look("files")
    lead.follow(DEMO)
    lead.reads("8 of 19 decided")
    lead.look("half-decided")
    lead.follow("That the school works with the other school")
    lead.look("decided")
    lead.follow("Back")
    lead.press("Next one to decide")
    lead.reads("That the school itself reports to the police")
    lead.look("one-to-decide")
    lead.page.get_by_label("“Where something may be a crime").check()
    lead.page.get_by_label("Met", exact=True).check()
    lead.press("Decide, and go to the next")
    lead.reads("9 of 19 decided.")
    lead.go(PAGE)
    lead.follow(DEMO)
    lead.follow("See the summary")
    lead.look("summary")
    lead.page.emulate_media(media="print")
    assert lead.page.get_by_role("button").count() == 0
    lead.page.emulate_media(media="screen")

    again = tmp_path / "New words.md"
    again.write_text("# Other schools\n\nWe cannot contact another school about its pupils.\n\n# Phones\n\nNo phones.\n")
    bring(lead, again)
    until_read(lead, "0 of 19 decided")
    lead.follow("That the school works with the other school")
    lead.reads("These words were decided on before")
    lead.look("decided-before")
    lead.press("Decide the same again")
    lead.reads("1 of 19 decided.")
    assert lead.complaints == []  # the browser takes the answer to a mistake, 422, for one
    lead.tick("Somewhere else in the file")
    lead.press("Decide, and go to the next")
    lead.reads("Write the words as they stand in the policy.")
    lead.look("one-with-mistakes")
    bring(lead, again)
    lead.reads("This file was read before.")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 cut off")
    bring(lead, broken)
    until_read(lead, "The file is damaged, or is not a PDF.")
    lead.look("could-not-be-read")
    assert eyes.pages == LOOKED_AT["what the policy says"]


def test_a_governor_reads_and_decides_nothing(browser: Browser, demo_installation: Installation) -> None:
    governor = member(browser, demo_installation.url, "Mr Hale", eyes=Eyes("policy-governor", (DESK,)))
    governor.go(PAGE)
    assert governor.page.get_by_role("button", name="Read it").count() == 0
    governor.follow(DEMO)
    governor.reads("Still to be decided")
    governor.look("summary")
    with governor.page.expect_download() as download:
        governor.press("Download the file as it came")
    assert download.value.suggested_filename.endswith(".pdf")
    governor.go(reverse("oversight:figures"))


def test_without_script_on_the_narrowest_screen_and_by_keyboard(
    browser: Browser, demo_installation: Installation, tmp_path: Path
) -> None:
    staff = member(browser, demo_installation.url, "Mr Lund", javascript=False, size=NARROWEST)
    page, file = staff.page, tmp_path / "policy.txt"
    file.write_text(WORDS)
    bring(staff, file)
    for _ in range(60):
        if page.get_by_role("button", name="Next one to decide").count():
            break
        page.get_by_role("link", name="Look again").press("Enter")
        time.sleep(0.5)
    page.get_by_role("link", name="That parents are told the outcome").press("Enter")
    page.get_by_label("“We tell the parents of every child").press("Space")
    page.get_by_label("Met", exact=True).press("Space")
    page.get_by_role("button", name="Decide").first.press("Enter")
    staff.reads("1 of 19 decided.")
    page.get_by_role("link", name="Back").press("Enter")
    page.get_by_role("link", name="See the summary").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("1 met, 18 still to be decided")
