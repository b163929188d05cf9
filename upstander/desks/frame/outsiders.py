"""Hand over bytes that came from outside, so that nothing in them runs, is guessed at, is framed or is kept."""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpResponse, HttpResponseBase

Answer = TypeVar("Answer", bound=HttpResponseBase)

LOCKED = "sandbox; default-src 'none'"


def locked(response: Answer, disposition: str) -> Answer:
    response["Content-Disposition"] = disposition
    response["Content-Security-Policy"] = LOCKED
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Referrer-Policy"] = "no-referrer"
    return response


def attachment(content: bytes, name: str) -> HttpResponse:
    """A download. `name` is ours, never the sender's."""
    return locked(HttpResponse(content, content_type="application/octet-stream"), f'attachment; filename="{name}"')
