"""Behind a proxy every request seems to come from the proxy, and a limit for one visitor would be a limit for all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def with_visitors_address(application: Application) -> Application:
    """Take the visitor's address from the last of X-Forwarded-For, which our own proxy wrote; the others anybody can invent."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        forwarded = environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if forwarded:
            environ["REMOTE_ADDR"] = forwarded
        return application(environ, start_response)

    return answer
