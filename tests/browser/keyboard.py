"""Somebody without a mouse: Tab, arrows, Space, Enter and letters, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

MOST_STEPS = 250  # of Tab through a page
# How many steps of Tab it should take: only a guess, so that the page need not be asked after each of them.
STEPS = """it => {
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter(each => each.tabIndex >= 0 && !each.disabled && each.checkVisibility())
    .filter(each => each.type !== "radio" || each === it || each === document.activeElement || each.checked
      || !document.querySelector(`[name="${each.name}"]:checked`) && document.querySelector(`[name="${each.name}"]`) === each);
  return all.indexOf(it) - all.indexOf(document.activeElement);
}"""


@dataclass
class Keys:
    """What can be done to a page with the keyboard alone. Everything that is reached is reached by Tab."""

    page: Page

    def to(self, what: Locator) -> Locator:
        for _ in range(what.evaluate(STEPS) - 3):
            self.page.keyboard.press("Tab")
        for _ in range(MOST_STEPS):
            if what.evaluate("it => it === document.activeElement"):
                return what
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {what}")

    def follow(self, name: str, within: str = "main") -> None:
        self.enter(self.page.locator(f"{within} a").filter(has_text=re.compile(name)).first)

    def press(self, name: str, nth: int = 0) -> None:
        self.enter(self.page.locator("main").get_by_role("button", name=name, exact=True).nth(nth))

    def enter(self, what: Locator) -> None:
        """A link or a button that leads to another page."""
        self.to(what)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def open(self, summary: Locator) -> None:
        self.to(summary)
        self.page.keyboard.press("Enter")

    def type(self, field: str | Locator, words: str) -> None:
        """`field`: its label, or itself. What was in it is replaced."""
        self.to(self.page.get_by_label(field, exact=True).first if isinstance(field, str) else field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(words)

    def date(self, name: str, day: int, month: int, year: int) -> None:
        for part, number in (("day", day), ("month", month), ("year", year)):
            self.type(self.page.locator(f"#{name}-{part}"), str(number))

    def choose(self, option: Locator) -> None:
        """One of a group of radios: Tab leads to the group, arrows within it."""
        group = self.page.locator(f"[name='{option.get_attribute('name')}']")
        self.to(group.and_(self.page.locator(":checked")) if group.and_(self.page.locator(":checked")).count() else group.first)
        if not option.is_checked():
            self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if option.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        expect(option).to_be_checked()

    def answer(self, question: str | re.Pattern[str], answer: str) -> None:
        group = self.page.get_by_role("group", name=question, exact=isinstance(question, str)).first
        self.choose(group.get_by_label(answer, exact=True))

    def tick(self, box: Locator) -> None:
        self.to(box)
        if not box.is_checked():
            self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def select(self, field: Locator, words: str) -> None:
        self.to(field)
        chosen = field.locator("option:checked")
        for _ in range(field.locator("option").count()):
            if words in chosen.inner_text():
                return
            self.page.keyboard.press("ArrowDown")
        expect(chosen).to_contain_text(words)
