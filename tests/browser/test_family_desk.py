"""A parent reports on a phone at night and comes back with the code: with JavaScript, and without it on the narrowest screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import DjangoDbBlocker

from tests.browser.looking import NARROWEST, PHONE, Eyes
from tests.browser.pages import LOOKED_AT
from tests.desks.family import pictures
from tests.installation import Installation
from tests.makers import make_school
from upstander.config.connections import acting_as

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("installation")]
WORDS = (
    "Since half term two girls in her form have been posting clips of my daughter in the year group chat.\n\nEvery evening now."
)
ALSO_IN_THE_DARK = {"danger", "words", "check", "receipt", "back"}


@pytest.fixture(scope="module")
def school_there(installation: Installation, django_db_blocker: DjangoDbBlocker) -> str:
    """The school in the installation's own database."""
    with django_db_blocker.unblock(), acting_as(installation.address):
        make_school(name="Thornbury Vale School")
    return "Thornbury Vale School"


class Phone:
    """A phone in someone's hand. Who has no eyes passes through pages that another journey looks at."""

    def __init__(self, page: Page, url: str, eyes: Eyes | None) -> None:
        self.page, self.url, self.eyes, self.sent = page, url, eyes, 0
        self.troubles: list[str] = []
        page.on("request", lambda request: self._count(request.is_navigation_request()))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def _count(self, is_page: bool) -> None:
        self.sent += is_page

    def look(self, what: str) -> None:
        if self.eyes is None:
            return
        self.eyes.look(self.page, what)
        if what in ALSO_IN_THE_DARK:
            self.eyes.look_in_the_dark(self.page, what)

    def press(self, button: str, what: str = "") -> None:
        """`what` names the page that comes; without it nobody looks, because another journey does."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=re.compile(rf"^{button}\b")).click()
        if what:
            self.look(what)

    def go_on(self, what: str = "") -> None:
        self.press("Continue", what)

    def fill(self, **typed: str) -> None:
        for name, value in typed.items():
            self.page.locator(f"[name='{name.replace('__', '-')}']").fill(value)


TakeOut = Callable[..., Phone]


@pytest.fixture
def take_out(browser: Browser, installation: Installation) -> Iterator[TakeOut]:
    contexts = []

    def phone(eyes: Eyes | None = None, **options: Any) -> Phone:
        contexts.append(browser.new_context(**{"viewport": PHONE, **options}))
        return Phone(contexts[-1].new_page(), installation.url, eyes)

    yield phone
    for context in contexts:
        context.close()


def test_the_whole_way(take_out: TakeOut, school_there: str) -> None:
    eyes = Eyes("family", (PHONE,))
    phone = take_out(eyes)
    report_and_come_back(phone, school_there)

    assert phone.troubles == []
    assert eyes.pages == LOOKED_AT["a report on a phone"]


def test_the_whole_way_without_javascript(take_out: TakeOut, school_there: str) -> None:
    report_and_come_back(take_out(viewport=NARROWEST, java_script_enabled=False), school_there)


def report_and_come_back(phone: Phone, school_there: str) -> None:
    page = phone.page
    page.goto(f"{phone.url}/report/")
    phone.look("danger")
    page.get_by_label("Not right now").check()
    page.get_by_label("I am worried that a child may hurt themselves").check()
    phone.go_on("words")
    phone.fill(words=WORDS)
    phone.go_on("school")
    page.get_by_label(school_there).check()
    phone.go_on("people")
    phone.fill(targeted__0__name="Tansy O’Quill", doing__0__name="Juno")
    page.locator("[name='doing-0-who']").select_option("pupil_here")
    phone.go_on("when")
    phone.fill(first__day="3", first__month="11", first__year="2025")
    phone.go_on("where")
    page.get_by_label("Only online or by phone").check()
    phone.fill(accounts__0__account="9B Banter")
    phone.go_on("done")
    phone.go_on("images")
    page.get_by_label("No", exact=True).first.check()
    phone.go_on("evidence")
    page.set_input_files("[name=files]", [_file("chat.png", pictures.png()), _file("WhatsApp Chat.zip", pictures.whatsapp())])
    phone.go_on("reporter")
    page.get_by_label("A parent or carer of the child").check()
    phone.fill(email="alex@family.example")
    page.get_by_label("Another language").check()
    phone.fill(which_language="Українська")
    phone.go_on("check")
    expect(page.get_by_text("Tansy O’Quill")).to_be_visible()
    expect(page.get_by_text("Українська")).to_be_visible()
    phone.press("Send it to the school", "receipt")
    assert phone.sent == 12
    expect(page.get_by_role("heading", name=f"Thank you. {school_there} has your report.")).to_be_visible()
    if phone.eyes:
        assert page.url.endswith("/report/sent/")
    _come_back(phone, "".join(page.locator(".receipt__code").inner_text().split()))


def _come_back(phone: Phone, code: str) -> None:
    page = phone.page
    phone.press("I have kept the code", "kept")
    page.goto(f"{phone.url}/back/")
    phone.look("code")
    phone.fill(code=code)
    phone.press("Go on", "back")
    phone.fill(words="She is at home today.")
    phone.press("Send", "written")
    phone.fill(added="There is one more.")
    page.set_input_files("[name=files]", [_file("new.png", pictures.png(50)), _file("photo.png", b"MZ\0\0")])
    phone.press("Add it", "added")
    expect(page.get_by_text("It is a program").first).to_be_visible()


def test_pages_that_say_no_are_looked_at_too(take_out: TakeOut, school_there: str) -> None:
    eyes = Eyes("family-unhappy", (PHONE,))
    phone = take_out(eyes)
    page = phone.page
    page.goto(f"{phone.url}/report/")
    page.get_by_label("Yes", exact=True).check()
    phone.look("danger-yes")
    page.get_by_label("Someone has been hurt").check()
    page.get_by_label("None of these").check()
    phone.go_on("contradiction")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_label("None of these").uncheck()
    phone.go_on("words-after-999")
    expect(page.get_by_role("heading", name="Call 999 now")).to_be_visible()
    phone.go_on()
    phone.go_on("no-school")
    phone.fill(sought="Nowhere")
    phone.go_on("unknown-school")
    page.get_by_label(school_there).check()
    phone.fill(sought="")
    phone.go_on()
    phone.press("Add someone who saw it", "people-and-witness")
    phone.go_on()
    phone.fill(first__day="31", first__month="2", first__year="2026")
    phone.go_on("no-such-day")
    page.get_by_role("link", name="Back").click()
    phone.look("back-to-people")
    phone.press("Finish later", "later")
    link = page.locator(".link-to-keep a").get_attribute("href") or ""
    page.context.clear_cookies()
    page.goto(link)
    assert re.search("/report/(when|where)/", page.url)
    assert eyes.pages == LOOKED_AT["a report that goes less smoothly"]


def test_enter_goes_on_and_adds_nobody(take_out: TakeOut, school_there: str) -> None:
    phone = take_out()
    page = phone.page
    page.goto(f"{phone.url}/report/")
    phone.go_on()
    phone.go_on()
    page.get_by_label(school_there).check()
    phone.go_on()
    phone.fill(targeted__0__name="Tansy")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="When did it happen?")).to_be_visible()


def test_leaving_at_once_forgets_the_key(take_out: TakeOut, school_there: str) -> None:
    phone = take_out()
    page = phone.page
    page.route("**/weather", lambda route: route.fulfill(body="<h1>Weather</h1>", content_type="text/html"))
    page.goto(f"{phone.url}/report/")
    phone.go_on()
    for _ in range(3):
        page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Weather")).to_be_visible()
    page.goto(f"{phone.url}/report/words/")
    expect(page.get_by_role("heading", name="Is anyone in danger right now?")).to_be_visible()


def _file(name: str, content: bytes) -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}
