"""A real browser: Debian's Chromium, or Playwright's own where that is installed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ONLY_THIS_MACHINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, and Django then refuses the database to it; these tests use both in turn.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
        yield playwright
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser_path(playwright: Playwright) -> str:
    own = playwright.chromium.executable_path
    found = next(filter(None, map(shutil.which, NAMES)), own if Path(own).exists() else None)
    if found is None:
        pytest.skip("there is no Chromium on this machine (apt install chromium)")
    return found


@pytest.fixture(scope="session")
def browser(playwright: Playwright, browser_path: str) -> Iterator[Browser]:
    arguments = [ONLY_THIS_MACHINE, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    browser = playwright.chromium.launch(executable_path=browser_path, args=arguments)
    yield browser
    browser.close()
