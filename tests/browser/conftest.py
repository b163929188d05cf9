from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.chromium import chromium


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all journeys; each takes a context of its own, so that no cookie passes between them."""
    with chromium() as browser:
        # Playwright keeps an event loop in this thread, and Django then refuses the database to it; journeys use both in turn.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
        yield browser
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
