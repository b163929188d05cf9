"""A real browser for tests: Debian’s Chromium, else Playwright’s own, else the test is skipped and says why."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, sync_playwright

DEBIANS = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's sandbox refuses root


@contextmanager
def chromium() -> Iterator[Browser]:
    found: dict[str, Any] = {"executable_path": str(DEBIANS)} if DEBIANS.exists() else {}
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(args=ARGUMENTS, **found)
        except Error as trouble:
            if "Executable doesn't exist" not in str(trouble):
                raise
            pytest.skip("no Chromium: apt install chromium, or playwright install chromium")
        yield started
        started.close()


def what_axe_finds(page: Page) -> str:
    """Nothing, or axe's report. No exception is made: our radios do not use the attribute that govuk-frontend's are known for."""
    found = Axe().run(page)
    return found.generate_report() if found.violations_count else ""
