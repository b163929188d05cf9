"""Where this installation keeps its things, and where it can be reached. Read without Django, so that `run` stays small."""

from __future__ import annotations

from pathlib import Path

from upstander.config import env

SOURCE = Path(__file__).resolve().parents[2]


def var() -> Path:
    """The one folder that Upstander writes to: beside the source, or in the current folder when installed as a package."""
    return env.folder("VAR_FOLDER", SOURCE / "var" if (SOURCE / "pyproject.toml").exists() else Path("var"))


def email() -> Path:
    return env.folder("EMAIL_FOLDER", var() / "email")


def email_instead_of_sending() -> Path | None:
    """The folder that e-mail goes to, unless there is a server that sends it."""
    return None if env.text("SMTP_HOST", "") else email()


def host() -> str:
    return env.text("HOST", "127.0.0.1")


def port() -> int:
    return env.whole_number("PORT", 8000, low=1, high=65535)


def public_url() -> str:
    return env.web_address("PUBLIC_URL", f"http://localhost:{port()}")


def database_is_elsewhere() -> bool:
    return env.secret("DATABASE_URL") is not None
