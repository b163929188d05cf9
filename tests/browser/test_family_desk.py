"""A parent reports on a phone at night and comes back with the code: with JavaScript, without it, and on the narrowest screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import DjangoDbBlocker

from tests.chromium import what_axe_finds
from tests.desks.family import pictures
from tests.installation import Installation
from tests.makers import make_school
from tests.surroundings import VAR
from upstander.config.connections import acting_as

pytestmark = pytest.mark.browser
SHOTS = VAR / "screenshots" / "family"
WORDS = (
    "Since half term two girls in her form have been posting clips of my daughter in the year group chat.\n\nEvery evening now."
)
EASED: dict[str, set[str]] = {  # axe takes a second a page: these walks see pages that it has looked at before
    "without-script": set(),
    "narrow": set(),
    "dark": {"danger", "words", "check", "receipt", "back"},
}
PHONE, NARROWEST = {"width": 390, "height": 780}, {"width": 320, "height": 600}


@pytest.fixture(scope="module")
def school_there(installation: Installation, django_db_blocker: DjangoDbBlocker) -> str:
    """The school in the installation's own database."""
    with django_db_blocker.unblock(), acting_as(installation.address):
        make_school(name="Thornbury Vale School")
    return "Thornbury Vale School"


class Phone:
    """A phone in someone's hand; each page is looked at by axe, photographed, and must not scroll sideways."""

    def __init__(self, page: Page, name: str, url: str) -> None:
        self.page, self.name, self.url, self.count, self.sent = page, name, url, 0, 0
        page.on("request", lambda request: self._count(request.is_navigation_request()))
        self.troubles: list[str] = []
        page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def _count(self, is_page: bool) -> None:
        self.sent += is_page

    def look(self, what: str) -> None:
        self.count += 1
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{self.name}-{self.count:02d}-{what}.png", full_page=True)
        wide = self.page.locator("html").evaluate("e => e.scrollWidth - e.clientWidth") if self.with_script else 0
        assert wide <= 0, f"{what} scrolls sideways by {wide} pixels"
        if self.name not in EASED or what in EASED[self.name]:
            assert what_axe_finds(self.page) == "", what

    @property
    def with_script(self) -> bool:
        return "without" not in self.name

    def go_on(self, what: str) -> None:
        self.page.get_by_role("button", name="Continue", exact=True).click()
        self.page.wait_for_load_state()
        self.look(what)

    def fill(self, **typed: str) -> None:
        for name, value in typed.items():
            self.page.locator(f"[name='{name.replace('__', '-')}']").fill(value)


@pytest.fixture
def phone(browser: Browser, installation: Installation, request: pytest.FixtureRequest) -> Iterator[Phone]:
    name, options = request.param
    context = browser.new_context(**options)
    yield Phone(context.new_page(), name, installation.url)
    context.close()


def on(name: str, size: dict[str, int] = PHONE, **options: Any) -> Any:
    return pytest.param((name, {"viewport": size, **options}), id=name)


EVERYWHERE = [
    on("phone"),
    on("dark", color_scheme="dark"),
    on("narrow", NARROWEST),
    on("without-script", java_script_enabled=False),
]


@pytest.mark.parametrize("phone", EVERYWHERE, indirect=True)
def test_the_whole_way(phone: Phone, school_there: str, installation: Installation) -> None:
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
    phone.go_on("check")
    expect(page.get_by_text("Tansy O’Quill")).to_be_visible()
    page.get_by_role("button", name="Send it to the school").click()
    phone.look("receipt")
    assert phone.sent == 12
    expect(page.get_by_role("heading", name=f"Thank you. {school_there} has your report.")).to_be_visible()
    if phone.with_script:
        assert page.url.endswith("/report/sent/")
    _come_back(phone, "".join(page.locator(".receipt__code").inner_text().split()))
    assert phone.troubles == []


def _come_back(phone: Phone, code: str) -> None:
    page = phone.page
    page.get_by_role("button", name="I have kept the code").click()
    phone.look("kept")
    page.goto(f"{phone.url}/back/")
    phone.look("code")
    phone.fill(code=code)
    page.get_by_role("button", name="Go on").click()
    phone.look("back")
    phone.fill(words="She is at home today.")
    page.get_by_role("button", name="Send", exact=True).click()
    phone.look("written")
    phone.fill(added="There is one more.")
    page.set_input_files("[name=files]", [_file("new.png", pictures.png(50)), _file("photo.png", b"MZ\0\0")])
    page.get_by_role("button", name="Add it").click()
    phone.look("added")
    expect(page.get_by_text("It is a program").first).to_be_visible()


@pytest.mark.parametrize("phone", [on("unhappy")], indirect=True)
def test_pages_that_say_no_are_looked_at_too(phone: Phone, school_there: str) -> None:
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
    phone.go_on("school")
    phone.go_on("no-school")
    phone.fill(sought="Nowhere")
    phone.go_on("unknown-school")
    page.get_by_label(school_there).check()
    phone.fill(sought="")
    phone.go_on("people")
    page.get_by_role("button", name="Add someone who saw it").click()
    phone.look("people-and-witness")
    phone.go_on("when")
    phone.fill(first__day="31", first__month="2", first__year="2026")
    phone.go_on("no-such-day")
    page.get_by_role("link", name="Back").click()
    phone.look("back-to-people")
    page.get_by_role("button", name="Finish later").click()
    phone.look("later")
    link = page.locator(".link-to-keep a").get_attribute("href") or ""
    page.context.clear_cookies()
    page.goto(link)
    phone.look("resumed")
    assert re.search("/report/(when|where)/", page.url)


@pytest.mark.parametrize("phone", [on("enter")], indirect=True)
def test_enter_goes_on_and_adds_nobody(phone: Phone, school_there: str) -> None:
    page = phone.page
    page.goto(f"{phone.url}/report/")
    phone.go_on("words")
    phone.go_on("school")
    page.get_by_label(school_there).check()
    phone.go_on("people")
    phone.fill(targeted__0__name="Tansy")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="When did it happen?")).to_be_visible()


@pytest.mark.parametrize("phone", [on("leaving")], indirect=True)
def test_leaving_at_once_forgets_the_key(phone: Phone, school_there: str) -> None:
    page = phone.page
    page.route("**/weather", lambda route: route.fulfill(body="<h1>Weather</h1>", content_type="text/html"))
    page.goto(f"{phone.url}/report/")
    phone.go_on("words")
    for _ in range(3):
        page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Weather")).to_be_visible()
    page.goto(f"{phone.url}/report/words/")
    expect(page.get_by_role("heading", name="Is anyone in danger right now?")).to_be_visible()


def _file(name: str, content: bytes) -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}
