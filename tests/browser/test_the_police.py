"""Journey 9: it is serious. The desk says 101 first, the details are put together and taken, the reference comes back."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from tests.browser.looking import DESK, PHONE, Eyes
from tests.browser.pages import LOOKED_AT
from tests.browser.people import Walker, member
from tests.installation import Installation
from upstander.kernel.carried import check

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]  # one demo is loaded, not one for each process
CASE = "threats at the bus stop"


def open_it(lead: Walker) -> str:
    lead.go("/school/search/?q=bus+stop+threats")
    lead.page.locator("main").get_by_role("link", name=re.compile(CASE)).first.click()
    expect(lead.page.get_by_role("heading", name="What happened, newest first")).to_be_visible()
    return lead.page.url.partition("/cases/")[2].split("/")[0]


def is_told_first(lead: Walker) -> None:
    guard = lead.page.locator("#police")
    expect(guard).to_contain_text("This is for the police: 101 or online, and the school reports it")
    expect(guard).to_contain_text("Not the safer-schools team instead.")
    expect(guard).to_contain_text("DM-26-0417")
    first = lead.page.locator("main h2").first
    expect(first).to_have_attribute("id", "police-title")
    lead.look("case")


def put_it_together(lead: Walker, case: str) -> None:
    lead.go(reverse("school:case_police_ask", args=[case]))
    lead.page.locator("textarea[name=tonight]").fill("Tansy is at her aunt’s. Her mother rings 999 if anybody comes.")
    lead.look("asked")
    lead.page.locator("[name=exhibits]").nth(1).check()
    lead.press("Put it together")
    expect(lead.page.get_by_role("heading", level=1)).to_contain_text("Details for the police")
    lead.reads("10. Exhibits")


def take_the_files(lead: Walker, folder: Path) -> None:
    zipped = lead.page.get_by_role("button", name=re.compile("as a ZIP"))
    for _ in range(30):
        if zipped.count():
            break
        lead.page.wait_for_timeout(1000)
        lead.page.reload()
    lead.look("pack")
    with lead.page.expect_download() as coming:
        zipped.click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    assert check(path).files == 5
    with zipfile.ZipFile(path) as archive:
        assert archive.read("pack.pdf").startswith(b"%PDF-")


def write_down_the_reference(lead: Walker, case: str) -> None:
    lead.go(reverse("school:case_police_told", args=[case]))
    lead.press("Write it down")
    lead.reads("Choose how they were told.")
    lead.look("told-with-mistakes")
    lead.page.locator("[name=how][value='they_came']").check()
    lead.page.locator("[name=looks_into][value=yes]").check()
    lead.page.locator("[name=crime_reference]").fill("55260099/26")
    lead.page.locator("[name=time]").fill("00:00")
    lead.press("Write it down")
    lead.reads("55260099/26")
    lead.look("police")


def mark_a_file(lead: Walker, case: str) -> None:
    lead.go(reverse("school:case_evidence", args=[case]))
    lead.page.locator("main tbody a").last.click()
    lead.page.get_by_text("It shows, or may show, a nude or sexual image").click()
    lead.press("Mark it")
    lead.reads("Nobody looks at it, copies it or passes it on.")
    lead.look("marked")
    assert lead.page.get_by_role("button", name=re.compile("Look|Download")).count() == 0


def test_what_is_for_the_police(browser: Browser, demo_installation: Installation, tmp_path: Path) -> None:
    lead = member(browser, demo_installation.url, "Ms Okafor", eyes=Eyes("the-police", (DESK, PHONE)))
    case = open_it(lead)
    is_told_first(lead)
    put_it_together(lead, case)
    take_the_files(lead, tmp_path)
    lead.page.get_by_text("Sheet for ringing 101").first.click()
    lead.look("sheet")
    write_down_the_reference(lead, case)
    mark_a_file(lead, case)
    assert lead.eyes is not None
    assert lead.eyes.pages == LOOKED_AT["the police"]
    assert all("422" in complaint for complaint in lead.complaints)  # the page that came back with mistakes


def test_how_far_it_is_without_a_script(browser: Browser, demo_installation: Installation) -> None:
    """The page says how far it is and has a link that asks again; what can be read aloud is there at once."""
    lead = member(browser, demo_installation.url, "Mr Lund", javascript=False)
    case = open_it(lead)
    lead.go(reverse("school:case_police_ask", args=[case]))
    lead.press("Put it together")
    lead.page.get_by_text("Sheet for ringing 101").first.click()
    lead.reads("Mr Lund")
    lead.page.go_back()
    for _ in range(30):
        if lead.page.get_by_role("button", name=re.compile("as a PDF")).count():
            return
        lead.page.wait_for_timeout(1000)
        lead.page.get_by_role("link", name="Look again").click()
    pytest.fail("the files were never made")
