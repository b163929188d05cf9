"""The people who walk through the pages in these tests."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.looking import DESK, NARROWEST, PHONE, Eyes


@dataclass
class Walker:
    """One person with one browser. Who has no eyes passes through pages that another journey looks at.

    Axe is a script, and so is measuring the width: without JavaScript nobody looks.
    """

    page: Page
    address: str
    javascript: bool = True
    eyes: Eyes | None = None
    complaints: list[str] = field(default_factory=list)

    def look(self, name: str) -> None:
        if self.eyes is not None and self.javascript:
            self.eyes.look(self.page, name)

    def go(self, path: str) -> None:
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def type(self, label: str, words: str) -> None:
        self.page.get_by_label(label, exact=True).first.fill(words)

    def tick(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).first.check()

    def reads(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)


def walker(
    browser: Browser, address: str, *, size: ViewportSize = DESK, javascript: bool = True, eyes: Eyes | None = None
) -> Walker:
    context: BrowserContext = browser.new_context(viewport=size, java_script_enabled=javascript)
    context.set_default_timeout(20_000)
    page = context.new_page()
    walker = Walker(page, address, javascript, eyes)
    page.on("console", lambda message: walker.complaints.append(message.text) if message.type == "error" else None)
    return walker


def parent(browser: Browser, address: str, journey: str, *, javascript: bool = True) -> Walker:
    """On a phone; without JavaScript on the narrowest."""
    size = PHONE if javascript else NARROWEST
    return walker(browser, address, size=size, javascript=javascript, eyes=Eyes(journey, (size,)))


def member(
    browser: Browser, address: str, name: str, *, size: ViewportSize = DESK, javascript: bool = True, eyes: Eyes | None = None
) -> Walker:
    """Somebody of the demo's staff, signed in with a click."""
    staff = walker(browser, address, size=size, javascript=javascript, eyes=eyes)
    staff.go("/school/")
    staff.press(name)
    return staff


def report(steps: Walker, *, school: str, child: str, words: str, email: str, files: list[Path]) -> str:
    """Tell a school, from the first page to the receipt. Returns the code.

    test_family_desk looks at these pages; here only at what it does not pass.
    """
    steps.go("/")
    steps.look("home")
    steps.page.locator("main").get_by_text("Tell us what is happening").click()
    steps.tick("Not right now")
    steps.tick("None of these")
    steps.press("Continue")
    steps.page.locator("textarea").first.fill(words)
    steps.press("Continue")
    steps.tick(school)
    steps.press("Continue")
    steps.type("Name", child)
    steps.page.get_by_label("School year").first.select_option("9")
    steps.type("Name or nickname", "Petra O’Vane")
    steps.page.get_by_label("Who are they?").first.select_option(index=1)
    steps.press("Continue")
    steps.type("Or say it in words", "Every evening since half term")
    steps.tick("It has happened more than once")
    steps.press("Continue")
    steps.tick("Only online or by phone")
    steps.page.get_by_label("App or game").first.select_option(index=1)
    steps.type("Account name, group name, number or link", "9B Banter")
    steps.press("Continue")
    expect(steps.page.get_by_role("heading", level=1)).to_contain_text("done")
    steps.press("Continue")
    steps.tick("No")
    steps.press("Continue")
    steps.page.locator("input[type=file]").set_input_files([str(file) for file in files])
    steps.press("Add these files")
    steps.reads(files[0].name)
    steps.look("evidence-added")
    steps.press("Continue")
    steps.tick("A parent or carer of the child it is happening to")
    steps.type("Your name", "Sam Ashdown")
    steps.type("Your e-mail address", email)
    steps.type("How and when is it safe to reach you?", "By text, after six")
    steps.press("Continue")
    steps.press("Send it to the school")
    code = re.search(r"\d{4}\s\d{4}\s\d{4}\s\d{4}", steps.page.locator(".receipt__code").inner_text())
    assert code
    return code[0]


def come_back(steps: Walker, code: str) -> None:
    steps.go("/back/")
    steps.page.locator("main input[type=text]").first.fill(code)
    steps.press("Go on")
