"""The installation that journeys are made in is the real one."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest
from playwright.sync_api import Browser, Error

from tests.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("installation")]


def test_a_browser_reaches_it(browser: Browser, installation: Installation) -> None:
    page = browser.new_page()
    answer = page.goto(f"{installation.url}/health/")
    assert answer is not None
    assert answer.status == 200
    assert page.inner_text("body").strip() == "ok"
    page.close()


def test_the_browser_reaches_nothing_else(browser: Browser) -> None:
    page = browser.new_page()
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org/")
    page.close()


def test_every_answer_carries_the_content_security_policy(installation: Installation) -> None:
    with urllib.request.urlopen(f"{installation.url}/health/") as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_page_that_is_not_there_says_so(installation: Installation) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{installation.url}/no-such-page/")
