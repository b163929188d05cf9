"""A real browser for tests: the system's Chromium, else Playwright’s own, else the test is skipped and says why.

Debian's chromium-headless-shell is the same Chromium without a window round it, and costs half the processor time.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# The last list counts, so this holds what Playwright's own (chromiumSwitches.ts) turns off on Linux, and two pages that a whole
# Chromium keeps ready behind its address bar: they cost more processor time than the page that a journey is about.
FEATURES_OFF = (
    *(
        "AvoidUnnecessaryBeforeUnloadCheckSync",
        "DestroyProfileOnBrowserClose",
        "HttpsUpgrades",
        "HttpsFirstBalancedModeAutoEnable",
    ),
    *("LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect"),
    *("OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"),
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
)
ARGUMENTS = [
    f"--disable-features={','.join(FEATURES_OFF)}",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",  # only this machine can be reached
    *(["--no-sandbox"] if os.geteuid() == 0 else []),  # Chromium's sandbox refuses root
]


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(playwright), args=ARGUMENTS)
        yield browser
        browser.close()


def browser_path(playwright: Playwright) -> str:
    own = playwright.chromium.executable_path
    found = next(filter(None, map(shutil.which, NAMES)), own if Path(own).exists() else None)
    if found is None:
        pytest.skip("there is no Chromium on this machine: apt install chromium, or playwright install chromium")
    return found


def what_axe_finds(page: Page, *, contrast: bool = True) -> str:
    """Nothing, or axe's report. No exception is made: our radios do not use the attribute that govuk-frontend's are known for.

    Only what is wrong leaves the page: the whole answer is fifty thousand characters.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": contrast}}}
    found = AxeResults(page.evaluate("options => axe.run(options).then(({violations}) => ({violations}))", options))
    return found.generate_report() if found.violations_count else ""
