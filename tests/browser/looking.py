"""How a page is looked at: a picture at each size, nothing that scrolls sideways at 320 pixels, and axe.

It takes about a second a page, so each page is looked at in one journey and only passed through in the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.urls import resolve
from playwright.sync_api import Page, ViewportSize

from tests.chromium import what_axe_finds
from tests.surroundings import ROOT

ARTEFACTS = ROOT / "test-artefacts" / "journeys"
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
NARROWEST: ViewportSize = {"width": 320, "height": 640}


@dataclass
class Eyes:
    """What one journey has looked at. The first of its sizes is the one that the page has, and that axe judges."""

    journey: str
    sizes: tuple[ViewportSize, ...]
    seen: list[str] = field(default_factory=list)
    pages: set[str] = field(default_factory=set)  # as the URL configuration names them

    def look(self, page: Page, name: str) -> None:
        self.seen.append(name)
        self.pages.add(resolve(urlsplit(page.url).path).view_name)
        for size in (*self.sizes[1:], NARROWEST, self.sizes[0]):
            page.set_viewport_size(size)
            assert fits(page), f"{name} scrolls sideways at {size['width']} pixels"
            if size in self.sizes:
                self._keep_picture(page, f"{name}-{size['width']}")
        assert not (found := what_axe_finds(page)), f"{name}: {found}"

    def look_in_the_dark(self, page: Page, name: str) -> None:
        """After a look in the light."""
        with in_the_dark(page):
            self._keep_picture(page, f"{name}-dark")
            assert not (found := what_axe_finds(page)), f"{name}, in the dark: {found}"

    def _keep_picture(self, page: Page, name: str) -> None:
        """As a JPEG: a PNG takes twice the time."""
        folder = ARTEFACTS / self.journey
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{len(self.seen):02d}-{name}.jpg", full_page=True, quality=80)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@contextmanager
def in_the_dark(page: Page) -> Iterator[None]:
    page.emulate_media(color_scheme="dark")
    yield
    page.emulate_media(color_scheme="light")
