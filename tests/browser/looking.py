"""How a page is looked at: a picture at each size, nothing that scrolls sideways at 320 pixels, and axe.

It takes about half a second a page, so each page is looked at in one journey and only passed through in the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.urls import resolve
from playwright.sync_api import FloatRect, Page, ViewportSize

from tests.chromium import what_axe_finds
from tests.surroundings import ROOT

ARTEFACTS = ROOT / "test-artefacts" / "journeys"
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
NARROWEST: ViewportSize = {"width": 320, "height": 640}
LONGEST = 4000  # pixels of a page that a picture shows: the rulebook is a document of thirty screens
# Each way in which text is written on this page: in which colour, size and weight, on what, in front of what.
WAYS_OF_WRITING = """() => {
  const behind = new Map([[null, ""]]), ways = new Set();
  const below = it => {
    if (!behind.has(it)) {
      const {backgroundColor, backgroundImage, opacity, filter, mixBlendMode, position} = getComputedStyle(it);
      const own = [backgroundColor, backgroundImage, opacity, filter, mixBlendMode].join(" ").replace("rgba(0, 0, 0, 0)", "");
      const plain = own === " none 1 none normal" ? "" : own;
      behind.set(it, below(it.parentElement) + plain + (position === "static" ? "" : ` ${it.tagName}.${it.className}`));
    }
    return behind.get(it);
  };
  for (const it of document.body.querySelectorAll("*")) {
    const writes = "value" in it || [...it.childNodes].some(each => each.nodeType === Node.TEXT_NODE && each.data.trim());
    if (!writes || !it.checkVisibility({visibilityProperty: true})) continue;
    const {color, fontSize, fontWeight, textShadow} = getComputedStyle(it);
    ways.add([color, fontSize, fontWeight, textShadow, it.matches(":disabled, :disabled *"), below(it)].join(" "));
  }
  return [...ways];
}"""
_JUDGED: set[str] = set()  # ways of writing whose contrast axe has judged in this process


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
                self._keep_picture(page, f"{name}-{size['width']}", whole=size == self.sizes[0])
        self._judge(page, name)

    def look_in_the_dark(self, page: Page, name: str) -> None:
        """After a look in the light."""
        with in_the_dark(page):
            self._keep_picture(page, f"{name}-dark", whole=False)
            self._judge(page, f"{name}, in the dark")

    def _judge(self, page: Page, name: str) -> None:
        """Contrast is three quarters of what axe costs, so it is measured only where it has not seen a way of writing."""
        ways = set(page.evaluate(WAYS_OF_WRITING))
        assert not (found := what_axe_finds(page, contrast=not ways <= _JUDGED)), f"{name}: {found}"
        _JUDGED.update(ways)

    def _keep_picture(self, page: Page, name: str, *, whole: bool) -> None:
        """The whole page costs four times what its first screen costs, and a PNG half as much again as a JPEG."""
        folder = ARTEFACTS / self.journey
        folder.mkdir(parents=True, exist_ok=True)
        size = page.viewport_size
        assert size is not None
        clip = FloatRect(x=0, y=0, width=size["width"], height=min(height(page), LONGEST)) if whole else None
        page.screenshot(path=folder / f"{len(self.seen):02d}-{name}.jpg", full_page=whole, clip=clip, quality=80)


def height(page: Page) -> float:
    return float(page.evaluate("document.documentElement.scrollHeight"))


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@contextmanager
def in_the_dark(page: Page) -> Iterator[None]:
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")  # else axe meets colours on their way
    yield
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
