"""The school desk in a browser: every page at each size, quick views, days, staff, and the way in with a code."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest
from allauth.mfa.totp.internal import auth
from django.urls import reverse
from playwright.sync_api import Browser, expect

from tests.browser.looking import DESK, PHONE, Eyes
from tests.browser.pages import LISTS, LOOKED_AT
from tests.browser.people import Walker, member, walker
from tests.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]  # one demo is loaded, not one for each process


def open_a_report(lead: Walker) -> str:
    """Returns its number."""
    lead.go("/school/reports/?show=untaken")
    lead.page.locator("tbody a").first.click()
    lead.reads("Open or join a case")
    return lead.page.url.partition("/reports/")[2].split("/")[0]


def test_every_page_is_sound(browser: Browser, demo_installation: Installation) -> None:
    eyes = Eyes("school", (DESK, PHONE))
    lead = member(browser, demo_installation.url, "Ms Okafor", eyes=eyes)
    for name in LISTS:
        lead.go(reverse(f"school:{name}") + ("?q=a" if name == "search" else ""))
        lead.look(name)
    glance(lead)
    days(lead)
    staff(lead)
    report = open_a_report(lead)
    for summary in lead.page.locator("details:not([open]) > summary").all():
        if summary.is_visible():
            summary.click()
    lead.look("report-with-everything-open")
    what_if(lead)
    lead.go(reverse("school:report_messages", args=[report]))
    lead.look("messages-about-a-report")
    lead.go(reverse("school:join_case", args=[report, a_case(lead)]))
    lead.look("joining")
    assert lead.complaints == []  # the browser takes the answer to a mistake, 422, for one
    lead.go(reverse("school:open_case", args=[report]))
    lead.press("Open the case")
    lead.reads("Write a title")
    lead.look("opening-with-mistakes")
    lead.press("Sign out")
    expect(lead.page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert eyes.pages == LOOKED_AT["the school desk"]


def glance(lead: Walker) -> None:
    """A quick view opens in its list and closes with Escape; the address stays."""
    for place, says in (("cases", "led by"), ("reports", "came in")):
        lead.go(f"/school/{place}/")
        button = lead.page.get_by_role("button", name=re.compile("^Quick view")).first
        button.click()
        expect(lead.page.locator(".glance").first).to_contain_text(says)
        lead.look(f"{place}-with-a-quick-view")
        button.press("Escape")
        expect(lead.page.locator(".glance")).to_have_count(0)
        assert lead.page.url.endswith(f"/school/{place}/")


def days(lead: Walker) -> None:
    """A holiday is added, and taken back."""
    lead.follow("The school")
    lead.page.get_by_label("What is it?").fill("A week of measles")
    lead.press("Add these days")
    lead.reads("Write the day, such as 21 10 2026.")
    lead.complaints.clear()  # a 422 is one to the browser
    year = str(datetime.now(tz=UTC).year + 1)
    for part, typed in (("Day", "2"), ("Month", "3"), ("Year", year)):
        lead.page.get_by_label(part, exact=True).first.fill(typed)
    lead.press("Add these days")
    lead.reads("open time limits are counted anew")
    lead.look("days")
    lead.page.get_by_role("button", name=re.compile(r"^Take back ?: A week of measles")).click()
    lead.reads("These are school days again.")


def staff(lead: Walker) -> None:
    lead.follow("Who works here")
    lead.look("staff")
    lead.page.get_by_role("link", name=re.compile("^Record an absence")).first.click()
    lead.look("away")
    lead.follow("Back")
    lead.page.get_by_role("link", name=re.compile("^Has left")).first.click()
    lead.look("left")


def what_if(lead: Walker) -> None:
    lead.page.get_by_role("link", name="What if an answer were different?").click()
    lead.page.get_by_text("Danger and harm").click()
    lead.page.get_by_label("Has anyone made a serious threat to kill or hurt someone?").select_option("Yes")
    lead.press("See what would follow")
    lead.reads("It would also go here")
    lead.look("what-if")


def a_case(lead: Walker) -> str:
    lead.go("/school/cases/?show=open")
    return (lead.page.locator("tbody a").first.get_attribute("href") or "").partition("/cases/")[2].split("/")[0]


def test_what_all_see_is_sound(browser: Browser, demo_installation: Installation) -> None:
    eyes = Eyes("all", (DESK, PHONE))
    lead = walker(browser, demo_installation.url, eyes=eyes)
    lead.go("/rules/")
    lead.look("rules")
    lead.page.get_by_role("link", name="Online bullying in England").first.click()
    lead.look("rules-of-england")
    lead.go("/sign-in/")
    lead.look("sign-in")
    lead.press("Ms Okafor")
    lead.reads("Today")
    lead.go("/oversight/")
    lead.look("figures")
    assert eyes.pages == LOOKED_AT["what all see"]
    assert lead.complaints == []


def test_an_officer_reads_that_nothing_was_sent(browser: Browser, demo_installation: Installation) -> None:
    eyes = Eyes("force", (DESK, PHONE))
    officer = walker(browser, demo_installation.url, eyes=eyes)
    officer.go("/sign-in/")
    officer.page.locator("section", has_text="olice").get_by_role("button").first.click()
    officer.reads("Nothing has been sent to you")
    officer.look("sent-to-us")
    assert eyes.pages == LOOKED_AT["the force desk"]


def code_for(key: str) -> str:
    return str(auth.format_hotp_value(auth.hotp_value(key, int(time.time()) // 30)))


def test_the_first_sign_in_of_a_real_installation(browser: Browser, demo_installation: Installation) -> None:
    words = (
        "invite",
        "ms.new@school.example",
        "--name",
        "Ms New",
        "--organisation",
        "Thornbury Vale School",
        "--role",
        "deputy_dsl",
    )
    link = subprocess.run(
        [sys.executable, "-m", "upstander", *words],
        env={**os.environ, **demo_installation.web.environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    eyes = Eyes("first-sign-in", (PHONE,))
    new = walker(browser, demo_installation.url, size=PHONE, eyes=eyes)
    new.page.goto(link)
    new.look("welcome")
    new.type("New password", "three-unlikely-words")
    new.type("New password, once more", "three-unlikely-words")
    new.press("Continue")
    sign_in_again(new)
    new.look("set-up")
    key = re.search(r"Key: ([A-Z2-7 ]+)", new.page.locator("main").inner_text())
    assert key
    new.type("The six digits", code_for(key[1].replace(" ", "")))
    new.press("Continue")
    new.reads("Each of these lets you in once")
    new.look("recovery-codes")
    new.page.get_by_text("I have kept them").click()
    expect(new.page.get_by_role("heading", name=re.compile("^Today"))).to_be_visible()
    for name in ("account_reauthenticate", "mfa_reauthenticate", "account_change_password", "account_inactive"):
        new.go(reverse(name))
        new.look(name)
    new.go("/school/")
    new.press("Sign out")
    sign_in_again(new)
    new.reads("six digits")
    new.look("code")
    assert eyes.pages == LOOKED_AT["the first sign-in"]


def sign_in_again(new: Walker) -> None:
    new.type("E-mail address", "ms.new@school.example")
    new.type("Password", "three-unlikely-words")
    new.press("Continue")
