"""Readers of the environment. Each refuses an odd value and says what it expected; none guesses."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


class BadSetting(ImproperlyConfigured):
    """A setting that cannot be used, told in one sentence that names it."""


def text(name: str, default: str | None = None, *, among: Collection[str] = ()) -> str:
    """Raises: BadSetting when the variable is absent without a default, blank, or not one of `among`."""
    value = os.environ.get(name, default)
    if value is None:
        raise BadSetting(f"{name} is not set.")
    if name in os.environ and value.strip() != value:
        raise BadSetting(f"{name} begins or ends with a space.")
    if name in os.environ and not value:
        raise BadSetting(f"{name} is empty: give it a value or leave it out.")
    if among and value not in among:
        raise BadSetting(f"{name} is “{value}”, expected one of: {', '.join(sorted(among))}.")
    return value


def secret(name: str) -> str | None:
    """The value of NAME, or the contents of the file that NAME_FILE names, or nothing. Never part of an error's sentence."""
    from_file = f"{name}_FILE"
    if name in os.environ and from_file in os.environ:
        raise BadSetting(f"{name} and {from_file} are both set: keep one.")
    if from_file in os.environ:
        return _secret_file(from_file, Path(text(from_file)))
    return text(name) if name in os.environ else None


def _secret_file(name: str, path: Path) -> str:
    try:
        value = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as trouble:
        raise BadSetting(f"{name} names {path}, which cannot be read as text.") from trouble
    if not value:
        raise BadSetting(f"{name} names {path}, which is empty.")
    return value


def whole_number(name: str, default: int, *, low: int = 0, high: int | None = None) -> int:
    value = text(name, str(default))
    wanted = f"a whole number from {low}" + ("" if high is None else f" to {high}")
    if not (value.isascii() and value.isdigit()) or int(value) < low or (high is not None and int(value) > high):
        raise BadSetting(f"{name} is “{value}”, expected {wanted}.")
    return int(value)


def yes_or_no(name: str, default: bool) -> bool:
    return text(name, "yes" if default else "no", among=("yes", "no")) == "yes"


def folder(name: str, default: Path) -> Path:
    path = Path(text(name, str(default))).expanduser().resolve()
    if path.exists() and not path.is_dir():
        raise BadSetting(f"{name} is {path}, which is not a folder.")
    return path


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Units: values parted by commas; spaces around them are dropped."""
    value = text(name, ",".join(default))
    found = [word.strip() for word in value.split(",")] if value else []
    if not all(found):
        raise BadSetting(f"{name} is “{value}”, expected values parted by single commas.")
    return found


def web_address(name: str, default: str) -> str:
    return _web_address(name, text(name, default))


def page_address(name: str, default: str) -> str:
    """The address of a page somewhere on the web, with whatever path it has."""
    value = text(name, default)
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise BadSetting(f"{name} is “{value}”, expected the address of a page such as https://www.bbc.co.uk/weather.")
    return value


def web_addresses(name: str) -> list[str]:
    return [_web_address(name, value) for value in words(name)]


def _web_address(name: str, value: str) -> str:
    try:
        parts = urlsplit(value)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or parts.path not in ("", "/") or parts.query or parts.fragment or parts.username:
        raise BadSetting(f"{name} is “{value}”, expected an address such as https://upstander.example.org.")
    return value.rstrip("/")
