"""The gallery in a real browser: what the script does, what the page does without it, what axe and a narrow screen find."""

import gzip
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.chromium import chromium, what_axe_finds
from tests.desks import gallery
from upstander.desks import frame

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("gallery")]  # one browser, not one for each process
SITE = "http://upstander.test"
NEUTRAL = "https://www.bbc.co.uk/weather"
STATIC = Path(settings.STATIC_ROOT)
KINDS = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2"}
POLICY = "; ".join(f"{name} {' '.join(values)}" for name, values in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items())
LOOKED_AT = [
    *gallery.contexts(),
    "report-404",
    "report-503-kept",
    "school-403",
]  # the other error pages differ in their words only
DARK = ["danger", "wrong", "receipt", "return", "today", "case", "finding"]
WIDTHS = (320, 768, 1280, 390)  # axe judges at the last
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
ROOM = 40_000  # bytes that a first visit may transfer


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return gallery.pages()


class Site:
    """The gallery behind an address, with the policy that the product sends, and a list of what was asked for."""

    def __init__(self, pages: dict[str, str], browser: Browser, **context: object) -> None:
        self.pages, self.asked, self.refused = pages, list[tuple[str, str]](), list[str]()
        self.context: BrowserContext = browser.new_context(**context)  # type: ignore[arg-type]
        self.context.route("**/*", self._answer)
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda message: self.refused.append(message.text) if message.type == "error" else None)

    def _answer(self, route: Route) -> None:
        request = route.request
        self.asked.append((request.method, request.url))
        if not request.url.startswith(SITE):
            route.fulfill(body="<title>Weather</title>Sun", content_type="text/html")
        elif "/static/" in request.url:
            path = STATIC / request.url.split("/static/")[1]
            route.fulfill(body=path.read_bytes(), content_type=KINDS[path.suffix])
        elif request.url.endswith("/leave/"):
            route.fulfill(status=303, headers={"Location": NEUTRAL})
        else:
            name = request.url.removeprefix(SITE).split("?")[0].strip("/")
            route.fulfill(
                body=self.pages.get(name, "<title>…</title>"),
                headers={"Content-Security-Policy": POLICY, "Content-Type": "text/html"},
            )

    def open(self, name: str) -> Page:
        self.page.goto(f"{SITE}/{name}")
        return self.page


@pytest.fixture
def site(browser: Browser, pages: dict[str, str]) -> Iterator[Site]:
    made = Site(pages, browser, viewport={"width": 390, "height": 760})
    yield made
    made.context.close()


@pytest.fixture
def plain_site(browser: Browser, pages: dict[str, str]) -> Iterator[Site]:
    made = Site(pages, browser, viewport={"width": 320, "height": 640}, java_script_enabled=False)
    yield made
    made.context.close()


def test_no_page_of_the_gallery_scrolls_sideways_on_any_screen_and_axe_finds_nothing(site: Site) -> None:
    """One visit a page, since a visit costs more than what is looked for."""
    for name in LOOKED_AT:
        page = site.open(name)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), f"{name} at {width}"
        for scheme in SCHEMES if name in DARK else SCHEMES[:1]:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # else axe meets colours on their way
            assert what_axe_finds(page) == "", f"{name}, {scheme}"
        page.emulate_media(color_scheme="light")

    assert site.refused == []


def test_a_first_visit_fits_in_its_room(site: Site, pages: dict[str, str]) -> None:
    site.open("danger").wait_for_load_state("networkidle")

    addresses = {url for _, url in site.asked}
    files = [STATIC / url.split("/static/")[1] for url in addresses if "/static/" in url]
    sent = [path.read_bytes() if path.suffix == ".woff2" else gzip.compress(path.read_bytes(), 6) for path in files]
    page = pages["danger"].encode()  # as it is: pages that hold a secret are not compressed
    assert len(addresses) <= 5
    assert sum(map(len, sent)) + len(page) <= ROOM


def test_the_stylesheets_stay_small() -> None:
    folder = Path(frame.__file__).parent / "static/frame"

    assert (
        len(gzip.compress((folder / "frame.css").read_bytes())) + len(gzip.compress((folder / "staff.css").read_bytes())) < 8_000
    )


def test_the_button_leaves_empties_the_page_and_tells_the_server(site: Site) -> None:
    page = site.open("receipt")
    site.open("question")

    page.get_by_role("link", name="Leave this site").click()

    page.wait_for_url(NEUTRAL)
    assert ("POST", f"{SITE}/leave/") in site.asked
    page.go_back()
    assert page.url == f"{SITE}/receipt"  # the page that was left is not in the history


def test_escape_three_times_leaves_and_says_so_as_it_counts(site: Site) -> None:
    page = site.open("question")
    count = page.locator(".leave-count")
    page.get_by_role("textbox").focus()

    page.keyboard.press("Escape")
    expect(count).to_have_text("Escape 2 more times to leave")
    page.keyboard.press("Escape")
    expect(count).to_have_text("Escape once more to leave")
    page.keyboard.press("Escape")

    page.wait_for_url(NEUTRAL)


def test_escape_pressed_slowly_does_nothing(site: Site) -> None:
    page = site.open("question")
    for _ in range(3):
        page.keyboard.press("Escape")
        page.wait_for_timeout(900)

    assert page.url == f"{SITE}/report/what/"
    page.wait_for_timeout(900)
    expect(page.locator(".leave-count")).to_be_hidden()


def test_without_the_script_the_button_is_a_link_that_leaves(plain_site: Site) -> None:
    page = plain_site.open("question")

    with page.expect_request(f"{SITE}/leave/") as asked:  # test_frame_leaving.py has where that leads
        page.get_by_role("link", name="Leave this site").click()

    assert asked.value.is_navigation_request()


def test_the_page_takes_its_own_address_so_that_refresh_does_not_post_again(site: Site) -> None:
    page = site.open("question")

    assert page.url == f"{SITE}/report/what/"


def test_what_is_wrong_takes_the_focus_and_leads_to_the_field(site: Site) -> None:
    page = site.open("wrong")
    expect(page.locator(".govuk-error-summary")).to_be_focused()

    page.get_by_role("link", name="31 February is not a date").click()

    expect(page.get_by_label("Day")).to_be_focused()


@pytest.mark.parametrize("kind", ["site", "plain_site"])
def test_a_choice_reveals_what_belongs_to_it_with_and_without_the_script(kind: str, request: pytest.FixtureRequest) -> None:
    page = request.getfixturevalue(kind).open("danger")
    where = page.get_by_label("Where are they now?")
    expect(where).to_be_visible()

    page.get_by_label("No", exact=True).first.check()
    expect(where).to_be_hidden()

    page.get_by_label("Yes", exact=True).first.check()
    expect(where).to_be_visible()


def test_a_form_is_sent_once_however_often_it_is_pressed(site: Site) -> None:
    page = site.open("question")
    page.evaluate("history.replaceState(null, '', '/slow')")
    sent: list[str] = []

    def slowly(route: Route) -> None:
        sent.append(route.request.method)
        time.sleep(0.3)
        route.fulfill(body="ok")

    site.context.route(f"{SITE}/slow", slowly)

    page.get_by_role("button", name="Continue").dblclick(no_wait_after=True)

    page.wait_for_timeout(600)
    assert sent == ["POST"]


def _height(box: Locator) -> float:
    seen = box.bounding_box()
    assert seen is not None
    return seen["height"]


def test_a_box_grows_with_what_is_typed(site: Site) -> None:
    page = site.open("question")
    box = page.get_by_role("textbox")
    before = _height(box)

    box.fill("\n".join(f"line {number}" for number in range(14)))

    assert _height(box) > before + 100


def test_space_presses_a_link_that_looks_like_a_button(site: Site) -> None:
    page = site.open("return")

    page.get_by_role("button", name="Read the letter").press(" ")

    page.wait_for_url(f"{SITE}/letter/")


def test_the_skip_link_comes_first_and_leads_to_the_content(site: Site) -> None:
    page = site.open("receipt")

    page.keyboard.press("Tab")

    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to main content")).to_be_in_viewport()


def test_a_short_table_can_be_put_in_another_order(site: Site) -> None:
    page = site.open("case")
    table = page.get_by_role("table", name="Evidence")

    table.get_by_role("button", name="Size").click()

    expect(table.locator("tbody tr").first).to_contain_text("WhatsApp chat.txt")
    expect(table.get_by_role("columnheader", name="Size")).to_have_attribute("aria-sort", "ascending")


def test_a_printed_letter_is_the_letter_alone(site: Site) -> None:
    page = site.open("letter")
    page.emulate_media(media="print")

    assert not page.get_by_text("Leave this site").is_visible()
    assert not page.get_by_text("In danger now?").is_visible()
    assert not page.get_by_text("Download the PDF").is_visible()
    assert page.get_by_text("Dear Mrs Ashdown").is_visible()


def test_nothing_moves_for_those_who_asked_for_that(browser: Browser, pages: dict[str, str]) -> None:
    site = Site(pages, browser, reduced_motion="reduce")
    duration = site.open("question").evaluate("getComputedStyle(document.querySelector('button')).transitionDuration")
    site.context.close()

    assert re.fullmatch(r"0s(, 0s)*", duration)
