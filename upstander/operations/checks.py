"""What `upstander check` says about sending messages: what is half set up, and so would not work.

With --deploy also what is not set up at all; other commands, which check as well, need not repeat that each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Info, Warning

from upstander.config.notify import TEMPLATES

NEAR = ("localhost", "127.0.0.1", "::1")


def nothing_is_half_set_up(**_: Any) -> list[CheckMessage]:
    return list(_notify())


def families_can_be_reached(**_: Any) -> list[CheckMessage]:
    return [*_email(), *_texts()]


def _notify() -> Iterator[CheckMessage]:
    named = [TEMPLATES[way] for way in settings.NOTIFY_TEMPLATES]
    if named and not settings.NOTIFY_API_KEY:
        yield Warning(
            f"{' and '.join(named)} is set, but NOTIFY_API_KEY is not: nothing goes by GOV.UK Notify.", id="upstander.W001"
        )
    if settings.NOTIFY_API_KEY and not named:
        names = " or ".join(TEMPLATES.values())
        yield Warning(f"NOTIFY_API_KEY is set, but no template ({names}): nothing goes by GOV.UK Notify.", id="upstander.W002")
    parts = urlsplit(settings.NOTIFY_URL)
    if parts.scheme != "https" and parts.hostname not in NEAR:
        yield Warning(
            "NOTIFY_URL does not begin with https: addresses of families would be sent in the open.", id="upstander.W003"
        )


def _email() -> Iterator[CheckMessage]:
    by_notify = settings.NOTIFY_API_KEY and "email" in settings.NOTIFY_TEMPLATES
    if not by_notify and not settings.SMTP_HOST:
        words = "Neither SMTP_HOST nor NOTIFY_EMAIL_TEMPLATE is set: e-mails are written to a folder and reach nobody."
        yield Warning(words, id="upstander.W004") if not settings.DEMO else Info(words, id="upstander.I004")
    if by_notify and settings.SMTP_HOST:
        yield Info("E-mail goes by GOV.UK Notify, so SMTP_HOST is not used.", id="upstander.I005")


def _texts() -> Iterator[CheckMessage]:
    if not (settings.NOTIFY_API_KEY and "text" in settings.NOTIFY_TEMPLATES):
        yield Info("NOTIFY_API_KEY and NOTIFY_TEXT_TEMPLATE are not both set: families are not sent texts.", id="upstander.I006")
