from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.chromium import chromium


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser for the journeys; each takes a context of its own, so that no cookie passes between them.

    Not one for the whole run: Playwright keeps an event loop in this thread, which other tests must not find there.
    """
    with chromium() as browser:
        # Django refuses the database to a thread with a loop; journeys use both in turn.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
        yield browser
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(autouse=True)
def closed_afterwards(browser: Browser) -> Iterator[None]:
    """What one journey opened does not go on running beside the next."""
    yield
    for context in browser.contexts:
        context.close()
