from __future__ import annotations

from typing import Any

import pytest

from upstander.config.proxy import with_visitors_address


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("198.51.100.1, 203.0.113.9", "203.0.113.9"),  # the first was sent by the visitor, who may say anything
        (None, "127.0.0.1"),
        (" ", "127.0.0.1"),
    ],
)
def test_the_visitors_address_is_what_our_proxy_wrote(forwarded: str | None, expected: str) -> None:
    seen: dict[str, Any] = {}
    application = with_visitors_address(lambda environ, start: [environ["REMOTE_ADDR"].encode()])
    environ = {"REMOTE_ADDR": "127.0.0.1", **({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {})}
    assert list(application(environ, seen)) == [expected.encode()]
