"""What the environment says of GOV.UK Notify. What is missing is for `upstander check`; what makes no sense is refused here."""

from __future__ import annotations

import re

from upstander.config import env
from upstander.config.env import BadSetting

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
KEY = re.compile(rf"\S+-{UUID}-{UUID}")
TEMPLATES = {"email": "NOTIFY_EMAIL_TEMPLATE", "text": "NOTIFY_TEXT_TEMPLATE"}


def key() -> str:
    """Shapes: its name, the service's UUID and the secret's, joined by hyphens; empty where there is none."""
    value = env.secret("NOTIFY_API_KEY") or ""
    if value and not KEY.fullmatch(value):
        raise BadSetting("NOTIFY_API_KEY is no key of GOV.UK Notify: expected its name and two UUIDs, joined by hyphens.")
    return value


def templates() -> dict[str, str]:
    """By way of sending, the template that exists for it."""
    named = {way: env.text(name, "") for way, name in TEMPLATES.items()}
    for way, value in named.items():
        if value and not re.fullmatch(UUID, value):
            raise BadSetting(f"{TEMPLATES[way]} is “{value}”, expected the template’s UUID.")
    return {way: value for way, value in named.items() if value}
