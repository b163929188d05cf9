"""Below the desks nobody knows HTTP. import-linter knows external packages only whole, so Django's parts are told apart here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import upstander

SOURCE = Path(upstander.__file__).parent
BELOW_THE_DESKS = ("procedures", "records", "rules", "conversations", "policytext", "kernel")
HTTP = (
    "django.http",
    "django.urls",
    "django.shortcuts",
    "django.views",
    "django.test",
    "django.middleware",
    "django.contrib.messages",
)
FILES = [file for room in BELOW_THE_DESKS for file in sorted((SOURCE / room).rglob("*.py"))]


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_no_http_below_the_desks(file: Path) -> None:
    assert [name for name in imported(file) if name.startswith(HTTP)] == []
