"""Every address that shows a page is looked at by some journey in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.browser.pages import LOOKED_AT, NOT_A_PAGE

METHOD_NOT_ALLOWED = 405
pytestmark = pytest.mark.xdist_group("demo")  # where the browser is that this folder's tests share


def addresses(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, dict[str, object]]]:
    """Names, and arguments that fit."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        else:
            yield f"{namespace}{entry.name}", arguments(entry)


def arguments(entry: URLPattern) -> dict[str, object]:
    fitting = {"UUIDConverter": uuid4(), "IntConverter": 1}
    return {name: fitting.get(type(converter).__name__, "x") for name, converter in entry.pattern.converters.items()}


@pytest.mark.django_db
def test_every_page_is_looked_at_in_a_browser() -> None:
    """What only takes forms shows no page of its own: it answers a GET with 405."""
    visitor = Client()
    pages = {
        name
        for name, arguments in addresses(get_resolver())
        if visitor.get(reverse(name, kwargs=arguments)).status_code != METHOD_NOT_ALLOWED
    }
    looked_at = set().union(*LOOKED_AT.values())

    assert pages - looked_at - NOT_A_PAGE.keys() == set()
    assert NOT_A_PAGE.keys() - pages == set()
    assert NOT_A_PAGE.keys() & looked_at == set()
