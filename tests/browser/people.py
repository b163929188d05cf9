"""The people who walk through the pages in these tests: what each sees is kept as a picture, and axe looks at each page."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.chromium import what_axe_finds

ARTEFACTS = Path(__file__).resolve().parents[2] / "test-artefacts" / "journeys"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@dataclass
class Walker:
    """One person with one browser. `look` keeps a picture of the page and lets axe judge it."""

    page: Page
    address: str
    journey: str
    seen: list[str] = field(default_factory=list)
    judged_by_axe: bool = True
    complaints: list[str] = field(default_factory=list)

    def look(self, name: str) -> None:
        self.seen.append(name)
        folder = ARTEFACTS / self.journey
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{len(self.seen):02d}-{name}.png", full_page=True)
        widest = (
            self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if self.judged_by_axe
            else 0
        )
        assert widest <= 0, f"{name} scrolls sideways by {widest} pixels"
        found = what_axe_finds(self.page) if self.judged_by_axe else ""
        assert not found, f"{name}: {found}"

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


def walker(browser: Browser, address: str, journey: str, *, size: dict[str, int], javascript: bool = True) -> Walker:
    context: BrowserContext = browser.new_context(viewport=size, java_script_enabled=javascript)  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    page = context.new_page()
    # axe is a script, and so is measuring the width; without JavaScript the pictures alone are kept
    walker = Walker(page, address, journey, judged_by_axe=javascript)
    page.on("console", lambda message: walker.complaints.append(message.text) if message.type == "error" else None)
    return walker


def member(browser: Browser, address: str, journey: str, name: str) -> Walker:
    """Somebody of the demo's staff, signed in with a click."""
    staff = walker(browser, address, journey, size=DESK)
    staff.go("/school/")
    staff.press(name)
    return staff


def report(parent: Walker, *, school: str, child: str, words: str, email: str, files: list[Path]) -> str:
    """Tell a school, from the first page to the receipt. Returns the code."""
    steps = parent
    steps.go("/")
    steps.look("home")
    steps.page.locator("main").get_by_text("Tell us what is happening").click()
    steps.look("danger")
    steps.tick("Not right now")
    steps.tick("None of these")
    _on(steps, "words")
    steps.page.locator("textarea").first.fill(words)
    _on(steps, "school")
    steps.tick(school)
    _on(steps, "people")
    steps.type("Name", child)
    steps.page.get_by_label("School year").first.select_option("9")
    steps.type("Name or nickname", "Petra O’Vane")
    steps.page.get_by_label("Who are they?").first.select_option(index=1)
    _on(steps, "when")
    steps.type("Or say it in words", "Every evening since half term")
    steps.tick("It has happened more than once")
    _on(steps, "where")
    steps.tick("Only online or by phone")
    steps.page.get_by_label("App or game").first.select_option(index=1)
    steps.type("Account name, group name, number or link", "9B Banter")
    _on(steps, "done")
    _on(steps, "images")
    steps.tick("No")
    _on(steps, "evidence")
    steps.page.locator("input[type=file]").set_input_files([str(file) for file in files])
    steps.press("Add these files")
    steps.look("evidence-added")
    _on(steps, "reporter")
    steps.tick("A parent or carer of the child it is happening to")
    steps.type("Your name", "Sam Ashdown")
    steps.type("Your e-mail address", email)
    steps.type("How and when is it safe to reach you?", "By text, after six")
    _on(steps, "check")
    steps.press("Send it to the school")
    steps.look("receipt")
    code = re.search(r"\d{4}\s\d{4}\s\d{4}\s\d{4}", steps.page.inner_text("main"))
    assert code
    return code[0]


def _on(steps: Walker, name: str) -> None:
    steps.press("Continue")
    steps.look(name)


def come_back(parent: Walker, code: str) -> None:
    parent.go("/back/")
    parent.look("code")
    parent.page.locator("main input[type=text]").first.fill(code)
    parent.press("Go on")
    parent.look("back")
