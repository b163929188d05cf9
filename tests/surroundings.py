"""The environment that tests run in: their own folder, their own database server, and nothing of the developer's."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var" / "test"
OURS = (
    "DATABASE_URL",
    "DATABASE_APP_URL",
    "DATABASE_CONNECTIONS",
    "SECRET_KEY",
    "EVIDENCE_KEY",
    "EVIDENCE_FOLDER",
    "STATIC_FOLDER",
    "DEMO",
    "DEBUG",
    "PUBLIC_URL",
    "ALLOWED_HOSTS",
    "BEHIND_PROXY",
    "SMTP_HOST",
    "SMTP_PORT",
    "SMTP_USER",
    "SMTP_PASSWORD",
    "SMTP_SECURITY",
    "EMAIL_FROM",
    "EMAIL_FOLDER",
    "NOTIFY_API_KEY",
    "NOTIFY_URL",
    "NOTIFY_EMAIL_TEMPLATE",
    "NOTIFY_TEXT_TEMPLATE",
    "HOST",
    "PORT",
    "VAR_FOLDER",
)


def settle() -> None:
    """Before Django reads its settings: forget the developer's, choose the tests' own."""
    for name in [*OURS, *(f"{name}_FILE" for name in OURS)]:
        os.environ.pop(name, None)
    os.environ["VAR_FOLDER"] = str(VAR)
    os.environ["DJANGO_SETTINGS_MODULE"] = "upstander.config.settings"
