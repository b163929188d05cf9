"""The school desk in a browser: every page at both sizes, the way in with a code, the keyboard alone, and no JavaScript."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time

import pytest
from allauth.mfa.totp.internal import auth
from playwright.sync_api import Browser, expect

from tests.browser.people import DESK, PHONE, Walker, member, walker
from tests.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]  # one demo is loaded, not one for each process

PAGES = {
    "today": "/school/",
    "reports": "/school/reports/",
    "cases": "/school/cases/",
    "waiting": "/school/waiting/",
    "search": "/school/search/?q=a",
    "figures": "/oversight/",
}


def open_a_report(lead: Walker) -> None:
    lead.go("/school/reports/?show=untaken")
    lead.page.locator("tbody a").first.click()


@pytest.mark.parametrize(("journey", "size"), [("desk", DESK), ("desk-on-a-phone", PHONE)])
def test_every_page_is_sound(browser: Browser, demo_installation: Installation, journey: str, size: dict[str, int]) -> None:
    lead = walker(browser, demo_installation.url, journey, size=size)
    lead.go("/sign-in/")
    lead.look("sign-in")
    lead.press("Ms Okafor")
    for name, path in PAGES.items():
        lead.go(path)
        lead.look(name)
    open_a_report(lead)
    for summary in lead.page.locator("details:not([open]) > summary").all():
        if summary.is_visible():
            summary.click()
    lead.look("report-with-everything-open")
    here = lead.page.url
    lead.page = lead.page.context.new_page()  # the browser reports a 422 as an error; this page may
    lead.page.goto(here)
    lead.page.get_by_text("Open or join a case").first.click()
    lead.press("Open the case")
    lead.reads("Write a title")
    lead.look("opening-with-mistakes")
    lead.press("Sign out")
    expect(lead.page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_an_officer_reads_that_nothing_was_sent(browser: Browser, demo_installation: Installation) -> None:
    page = walker(browser, demo_installation.url, "force", size=DESK)
    page.go("/sign-in/")
    page.page.locator("section", has_text="olice").get_by_role("button").first.click()
    page.reads("Nothing has been sent to you")
    page.look("sent-to-us")


def test_a_question_is_answered_with_the_keyboard_alone(browser: Browser, demo_installation: Installation) -> None:
    lead = member(browser, demo_installation.url, "keyboard", "Ms Okafor")
    open_a_report(lead)
    question = lead.page.locator(".answers__question").first.inner_text()
    for _ in range(40):
        lead.page.keyboard.press("Tab")
        if lead.page.evaluate("document.activeElement.textContent.trim()") == "No":
            break
    lead.page.keyboard.press("Enter")

    expect(lead.page.locator(".answers__question").first).not_to_have_text(question)


def test_a_verdict_is_answered_and_confirmed_without_javascript(browser: Browser, demo_installation: Installation) -> None:
    lead = walker(browser, demo_installation.url, "desk-without-javascript", size=DESK, javascript=False)
    lead.go("/sign-in/")
    lead.press("Mr Lund")
    open_a_report(lead)
    lead.page.locator(".answers").first.get_by_role("button", name="Not known").click()
    lead.press("Confirm this verdict")
    lead.reads("by Mr Lund")
    lead.look("confirmed")


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
    new = walker(browser, demo_installation.url, "first-sign-in", size=PHONE)
    new.page.goto(link)
    new.look("welcome")
    new.type("New password", "three-unlikely-words")
    new.type("New password, once more", "three-unlikely-words")
    new.press("Continue")
    new.type("E-mail address", "ms.new@school.example")
    new.type("Password", "three-unlikely-words")
    new.press("Continue")
    new.look("set-up")
    key = re.search(r"Key: ([A-Z2-7 ]+)", new.page.locator("main").inner_text())
    assert key
    new.type("The six digits", code_for(key[1].replace(" ", "")))
    new.press("Continue")
    new.reads("Each of these lets you in once")
    new.look("recovery-codes")
    new.page.get_by_text("I have kept them").click()
    expect(new.page.get_by_role("heading", name=re.compile("^Today"))).to_be_visible()
